"""Checking an id_token: who signed it, for whom, when, and in answer to which question of ours."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from casemgr.encryption.signed_tokens import NotSigned, signed_claims

from .problems import ProviderProblem, require

LEEWAY_SECONDS = 60  # clocks differ
OLDEST_SECONDS = 600
LATEST = 1e11  # seconds; infinity and nonsense are past it


@dataclass(frozen=True)
class Expected:
    """What the token must say: who issued it, for which client, with which nonce."""

    issuer: str
    client_id: str
    nonce: str


def verified_claims(token: object, keys: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """The claims of a token that holds in every respect. Errors: ProviderProblem."""
    try:
        claims = signed_claims(token, keys)
    except NotSigned as error:
        raise ProviderProblem(error.code) from None
    require(claims.get("iss") == expected.issuer, "token_issuer")
    _require_for_us(claims, expected.client_id)
    _require_fresh(claims, time.time())
    require(claims.get("nonce") == expected.nonce, "token_nonce")
    subject = claims.get("sub")
    require(isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isprintable(), "token_subject")
    return claims


def _require_for_us(claims: dict[str, Any], client_id: str) -> None:
    """Ours alone; where others are named too, we must be the one that asked (Core 3.1.3.7)."""
    said = claims.get("aud")
    audience = said if isinstance(said, list) else [said]
    require(client_id in audience, "token_audience")
    require(claims.get("azp") == client_id or (len(audience) == 1 and "azp" not in claims), "token_audience")


def _require_fresh(claims: dict[str, Any], now: float) -> None:
    """Made lately, in force, and not over, as far as two clocks can agree."""
    made, begins, ends = (_time(claims, name) for name in ("iat", "nbf", "exp"))
    require(now < ends + LEEWAY_SECONDS, "token_expired")
    require(now - OLDEST_SECONDS - LEEWAY_SECONDS <= made <= now + LEEWAY_SECONDS, "token_expired")
    require(begins <= now + LEEWAY_SECONDS, "token_expired")


def _time(claims: dict[str, Any], name: str) -> float:
    """A time in seconds; only "not before" may be left out."""
    value = claims.get(name, 0 if name == "nbf" else None)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST:
        raise ProviderProblem("token_expired")
    return float(value)
