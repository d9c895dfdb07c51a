"""The one-time code that one organization hands to another by a way of their own: paper, telephone, a meeting."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casemgr.encryption.exchange_keys import key_id
from casemgr.errors import InvalidInput

from .instance import ID, Instance

PREFIX = "casemgr1."
LONGEST = 1000
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Invitation:
    """Where the inviter is, its id and the id of its signing key, and the token that proves the invitation."""

    url: str
    instance: str
    key: str
    token: str


def code_for(instance: Instance) -> tuple[str, str]:
    """A new code to hand over, and its token."""
    token = secrets.token_urlsafe(32)
    said = {"u": instance.url, "i": instance.id, "k": key_id(instance.sign), "t": token}
    text = base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")
    return PREFIX + text, token


def read_code(text: str) -> Invitation:
    """What a code says; spaces and line ends that came in on the way are left out. Errors: InvalidInput."""
    text = "".join(text.split())
    try:
        body = text.removeprefix(PREFIX)
        if len(text) > LONGEST or body == text:
            raise ValueError
        said = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))
        found = Invitation(said["u"], said["i"], said["k"], said["t"])
        if not (ID.fullmatch(found.instance) and ID.fullmatch(found.key) and TOKEN.fullmatch(found.token)):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInput(_("This is not a whole code. Copy all of it, from “casemgr1.” on."), field="code") from None
    return found


def token_hash(token: str) -> bytes:
    """How a token is stored."""
    return hashlib.sha256(token.encode()).digest()
