"""Reading a token that somebody else signed (JWS, RFC 7515), by keys that they publish (JWK, RFC 7517)."""

from __future__ import annotations

import json
import re
from typing import Any

from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

COMPACT = re.compile(r"[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{1,16000}\.[A-Za-z0-9_-]{1,2000}")
FEWEST_RSA_BITS = 2048
PUBLIC_PARTS = ("kty", "n", "e", "crv", "x", "y")
#: the algorithms that are checked, with the kind of key and curve; never "none", never a shared secret
KINDS = {"RS256": ("RSA", None), "ES256": ("EC", "P-256")}
UNREADABLE = (JWException, ValueError, TypeError, KeyError, RecursionError)


class NotSigned(Exception):
    """The token can't be relied on. `code` is token_format, token_algorithm, token_signature or keys."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def signed_claims(token: object, published: dict[str, Any]) -> dict[str, Any]:
    """What a compact token says, once one of the published keys is found to have signed it. Errors: NotSigned.

    Keys and addresses of keys that the token itself brings along count for nothing.
    """
    if not isinstance(token, str) or not COMPACT.fullmatch(token):
        raise NotSigned("token_format")
    signed, header = _parsed(token)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in KINDS:
        raise NotSigned("token_algorithm")
    key = _key_for(header.get("kid"), algorithm, published)
    try:
        signed.verify(key, algorithm)
    except UNREADABLE:
        raise NotSigned("token_signature") from None
    return _object(signed.payload)


def _parsed(token: str) -> tuple[JWS, dict[str, Any]]:
    signed = JWS()
    signed.allowed_algs = list(KINDS)
    try:
        signed.deserialize(token)
        return signed, dict(signed.jose_header)
    except UNREADABLE:
        raise NotSigned("token_format") from None


def _key_for(kid: object, algorithm: str, published: dict[str, Any]) -> JWK:
    """The one key that this token may be signed with: of the algorithm's kind, and of its id if it names one."""
    known = published.get("keys")
    if not isinstance(known, list):
        raise NotSigned("keys")
    fitting = [one for one in known if _fits(one, algorithm) and (kid is None or one.get("kid") == kid)]
    if len(fitting) != 1:
        raise NotSigned("token_signature")
    try:
        return JWK(**{part: fitting[0][part] for part in PUBLIC_PARTS if part in fitting[0]})
    except UNREADABLE:
        raise NotSigned("keys") from None


def _fits(key: object, algorithm: str) -> bool:
    """Whether a published key is for signatures by this algorithm; keys of other kinds are none of our business."""
    kind, curve = KINDS[algorithm]
    if not isinstance(key, dict) or key.get("kty") != kind:
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    return key.get("crv") == curve if curve else len(str(key.get("n", ""))) * 6 >= FEWEST_RSA_BITS


def _object(payload: bytes | str) -> dict[str, Any]:
    try:
        claims = json.loads(payload)
    except UNREADABLE:
        raise NotSigned("token_format") from None
    if not isinstance(claims, dict):
        raise NotSigned("token_format")
    return claims
