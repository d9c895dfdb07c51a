"""Organizations of this server in the directory: under UUIDs, as HSDS wants ids, made of their public ids."""

from __future__ import annotations

import base64
from uuid import UUID

from casemgr.accounts.models import Organization


def own_id(member: Organization) -> UUID:
    """A member's id in the directory, the same with and without an entry of its own."""
    return UUID(bytes=base64.urlsafe_b64decode(f"{member.public_id}=="))


def public_id_of(one: UUID) -> str:
    """The public id that such a UUID is made of."""
    return base64.urlsafe_b64encode(one.bytes).decode().rstrip("=")
