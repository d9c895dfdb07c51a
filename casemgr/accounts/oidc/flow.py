"""The way to the provider and back. What we asked waits in the session; each question is answered once."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from casemgr.accounts.models import IdentityProvider

from .discovery import Discovered, discover, get_json
from .id_token import Expected, verified_claims
from .problems import ProviderProblem, require
from .tokens import checked_email, redeem

PATIENCE_SECONDS = 600
SCOPE = "openid email"


@dataclass(frozen=True)
class Pending:
    """What we sent away with: to which provider, and the secrets that prove the answer is to this question."""

    provider: str
    issuer: str
    client_id: str
    state: str
    nonce: str
    verifier: str
    back_to: str
    asked_at: float

    @classmethod
    def from_session(cls, kept: object) -> Self:
        """What `as_session` made. Errors: ProviderProblem "state"."""
        try:
            return cls(**kept)  # type: ignore[arg-type]
        except TypeError:
            raise ProviderProblem("state") from None

    def as_session(self) -> dict[str, Any]:
        """Plain data for the session."""
        return asdict(self)


@dataclass(frozen=True)
class Proved:
    """Whom the provider vouches for: its own lasting id, and an e-mail address only if it says that it checked it."""

    subject: str
    email: str | None


def begin(provider: IdentityProvider, back_to: str) -> tuple[str, Pending]:
    """The provider's address to send the browser to, and what to keep until it is back. Errors: ProviderProblem."""
    found = discover(provider.issuer)
    pending = Pending(
        provider=str(provider.pk),
        issuer=provider.issuer,
        client_id=provider.client_id,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        back_to=back_to,
        asked_at=time.time(),
    )
    return _question(found, pending), pending


def finish(provider: IdentityProvider, pending: Pending, answer: Mapping[str, str]) -> Proved:
    """Check the provider's answer and redeem its code. Errors: ProviderProblem."""
    _require_answer_to(pending, provider, answer)
    found = discover(provider.issuer)
    require(answer.get("iss", provider.issuer) == provider.issuer, "answer_issuer")
    require("iss" in answer or not found.names_itself, "answer_issuer")
    require("error" not in answer, "denied" if answer.get("error") == "access_denied" else "provider_error")
    require(answer.get("code"), "provider_error")
    tokens = redeem(provider, found, answer["code"], back_to=pending.back_to, verifier=pending.verifier)
    keys = get_json(found.jwks_uri, "keys", "keys")
    expected = Expected(provider.issuer, provider.client_id, pending.nonce)
    claims = verified_claims(tokens.get("id_token"), keys, expected)
    return Proved(str(claims["sub"]), checked_email(claims, found, tokens))


def _question(found: Discovered, pending: Pending) -> str:
    """The authorization request; what the endpoint carries itself stays, ours is added (RFC 6749, 3.1)."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest()).rstrip(b"=").decode()
    ours = {
        "response_type": "code",
        "scope": SCOPE,
        "client_id": pending.client_id,
        "redirect_uri": pending.back_to,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    parts = urlsplit(found.authorization_endpoint)
    theirs = [(name, value) for name, value in parse_qsl(parts.query) if name not in ours]
    return parts._replace(query=urlencode([*theirs, *ours.items()])).geturl()


def _require_answer_to(pending: Pending, provider: IdentityProvider, answer: Mapping[str, str]) -> None:
    """This is the answer to that question, in time, and the provider is still the one that was asked."""
    same = secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode())
    asked = (pending.provider, pending.issuer, pending.client_id)
    unchanged = asked == (str(provider.pk), provider.issuer, provider.client_id)
    require(same and unchanged and time.time() - pending.asked_at <= PATIENCE_SECONDS, "state")
