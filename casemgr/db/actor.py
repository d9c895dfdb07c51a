"""Who is asking, as row-level security sees it: stated per transaction, signed, bound to one connection.

The signature (HMAC-SHA256) is checked inside the database by `app.context()`; the secret lies in a table that only
the owner reads, so SQL alone can't state somebody else.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

LIFETIME_SECONDS = 3600


@dataclass(frozen=True)
class Actor:
    """A person (or machine client) of an organization: `scope` is how far they see, `rights` what else they may."""

    user_id: UUID
    organization_id: UUID | None
    scope: str
    rights: frozenset[str] = frozenset()

    def context(self, backend_pid: int) -> str:
        """The signed text `user|organization|scope|rights|expiry|pid|signature` for one database connection."""
        expiry = int(time.time()) + LIFETIME_SECONDS
        rights = ",".join(sorted(self.rights))
        body = f"{self.user_id}|{self.organization_id or ''}|{self.scope}|{rights}|{expiry}|{backend_pid}"
        signature = hmac.new(context_key(), body.encode(), hashlib.sha256).hexdigest()
        return f"{body}|{signature}"


_current: ContextVar[Actor | None] = ContextVar("casemgr_actor", default=None)


def current_actor() -> Actor | None:
    """The actor stated in transactions of this thread or task; None outside any request or job."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Let transactions inside the block state this actor."""
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


def become(actor: Actor | None) -> None:
    """State the actor once authentication found out who it is; the request's `acting_as` ends it."""
    _current.set(actor)


def context_key() -> bytes:
    """The secret that signs contexts: hashed to 32 bytes, so that SQL can use it as an HMAC key as it is."""
    return hashlib.sha256(Path(settings.CASEMGR_CONTEXT_KEY_FILE).read_bytes().strip()).digest()
