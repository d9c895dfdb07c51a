"""Signed requests between instances (RFC 9421) in one fixed shape; anything else is refused.

Covered are the method, the whole address and the body's digest (RFC 9530); the key's id, the time, an end of five
minutes and a nonce stand beside. Whoever verifies keeps the nonces: a signature alone may come twice.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from casemgr.encryption.errors import Tampered
from casemgr.encryption.exchange_keys import key_id, signing_key

COVERED = ("@method", "@target-uri", "content-digest")
TAG = "survivor-referrals"
LIFETIME = timedelta(minutes=5)


@dataclass
class Request:
    """A request as the signature sees it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signer:
    """Who signed, as verified: the key's id, and the nonce, which must not have come before until `until`."""

    key_id: str
    nonce: str
    until: datetime


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(
        self, known: Callable[[str], bytes | None] | None = None, own: Ed25519PrivateKey | None = None
    ) -> None:
        self.known, self.own = known, own

    def resolve_private_key(self, key_id: str) -> object:
        return self.own

    def resolve_public_key(self, key_id: str) -> object:
        public = self.known(key_id) if self.known else None
        return Ed25519PublicKey.from_public_bytes(public) if public else None


def signed_headers(method: str, url: str, body: bytes = b"", *, version: int | None = None) -> dict[str, str]:
    """The headers that make a request this instance's own, by a version of its key. Errors: MasterKeyUnusable."""
    request = Request(method, url)
    now, own = datetime.now(UTC), signing_key(version)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(own=own))
    signer.sign(
        request,
        key_id=key_id(own.public_key().public_bytes_raw()),
        created=now,
        expires=now + LIFETIME,
        nonce=secrets.token_urlsafe(16),
        label="sig",
        tag=TAG,
        covered_component_ids=COVERED[:2],
        body=body,
    )
    return request.headers


def verified(
    method: str, url: str, headers: Mapping[str, str], body: bytes, known: Callable[[str], bytes | None]
) -> Signer:
    """Who signed this request; `known` gives the public key of an id. Errors: Tampered, whatever is wrong."""
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(known))
    verifier.max_clock_skew = timedelta(seconds=60)
    request = Request(method, url, dict(headers))
    try:
        [result] = verifier.verify(request, max_age=LIFETIME, expect_tag=TAG, require_components=COVERED, body=body)
        parameters = result.parameters
        until = datetime.fromtimestamp(int(parameters["expires"]), UTC)
        nonce = str(parameters["nonce"])
    except (HTTPMessageSignaturesException, KeyError, ValueError, TypeError):
        raise Tampered from None
    if until - datetime.fromtimestamp(int(parameters["created"]), UTC) > LIFETIME or not 16 <= len(nonce) <= 64:
        raise Tampered
    return Signer(str(parameters["keyid"]), nonce, until + verifier.max_clock_skew)
