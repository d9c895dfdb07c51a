"""Checking an id_token: who signed it, for whom, when, and in answer to which question of ours."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from .discovery import ALGORITHMS
from .problems import or_problem, require

COMPACT = re.compile(r"[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{1,16000}\.[A-Za-z0-9_-]{1,2000}")
LEEWAY_SECONDS = 60  # clocks differ
OLDEST_SECONDS = 600
FEWEST_RSA_BITS = 2048
PUBLIC_PARTS = ("kty", "n", "e", "crv", "x", "y")
KINDS = {"RS256": ("RSA", None), "ES256": ("EC", "P-256")}


@dataclass(frozen=True)
class Expected:
    """What the token must say: who issued it, for which client, with which nonce."""

    issuer: str
    client_id: str
    nonce: str


def verified_claims(token: object, keys: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """The claims of a token that holds in every respect. Errors: ProviderProblem."""
    require(isinstance(token, str) and COMPACT.fullmatch(token), "token_format")
    claims = _signed_claims(str(token), keys)
    require(claims.get("iss") == expected.issuer, "token_issuer")
    _require_for_us(claims, expected.client_id)
    _require_fresh(claims, time.time())
    require(claims.get("nonce") == expected.nonce, "token_nonce")
    subject = claims.get("sub")
    require(isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isprintable(), "token_subject")
    return claims


def _signed_claims(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    """What the token says, once one of the provider's keys is found to have signed it."""
    signed = JWS()
    signed.allowed_algs = list(ALGORITHMS)
    or_problem("token_format", lambda: signed.deserialize(token), JWException, ValueError)
    header = or_problem("token_format", lambda: signed.jose_header, JWException, ValueError)
    algorithm = header.get("alg")
    require(algorithm in ALGORITHMS, "token_algorithm")
    key = _key_for(header.get("kid"), str(algorithm), keys)
    or_problem("token_signature", lambda: signed.verify(key, str(algorithm)), JWException, ValueError, TypeError)
    claims = or_problem("token_format", lambda: json.loads(signed.payload), ValueError, RecursionError)
    require(isinstance(claims, dict), "token_format")
    return dict(claims)


def _key_for(kid: object, algorithm: str, keys: dict[str, Any]) -> JWK:
    """The one key that this token may be signed with: of the algorithm's kind, and of its id if it names one."""
    known = keys.get("keys")
    require(isinstance(known, list), "keys")
    fitting = [one for one in known or () if _fits(one, algorithm) and (kid is None or one.get("kid") == kid)]
    require(len(fitting) == 1, "token_signature")
    public = {part: fitting[0][part] for part in PUBLIC_PARTS if part in fitting[0]}
    return or_problem("keys", lambda: JWK(**public), JWException, ValueError, TypeError)


def _fits(key: object, algorithm: str) -> bool:
    """Whether a published key is for signatures by this algorithm; keys of other kinds are none of our business."""
    kind, curve = KINDS[algorithm]
    if not isinstance(key, dict) or key.get("kty") != kind:
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    return key.get("crv") == curve if curve else len(str(key.get("n", ""))) * 6 >= FEWEST_RSA_BITS


def _require_for_us(claims: dict[str, Any], client_id: str) -> None:
    """Ours alone; where others are named too, we must be the one that asked (Core 3.1.3.7)."""
    audience = claims.get("aud")
    audience = [audience] if isinstance(audience, str) else audience
    require(isinstance(audience, list) and client_id in audience, "token_audience")
    require(claims.get("azp") == client_id or (len(audience) == 1 and "azp" not in claims), "token_audience")


def _require_fresh(claims: dict[str, Any], now: float) -> None:
    ends, made = claims.get("exp"), claims.get("iat")
    require(_is_time(ends) and _is_time(made) and _is_time(claims.get("nbf", 0)), "token_expired")
    require(now < ends + LEEWAY_SECONDS, "token_expired")
    require(now - OLDEST_SECONDS - LEEWAY_SECONDS <= made <= now + LEEWAY_SECONDS, "token_expired")
    require(claims.get("nbf", 0) <= now + LEEWAY_SECONDS, "token_expired")


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e11
