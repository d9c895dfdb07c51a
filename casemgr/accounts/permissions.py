"""Who may do what to accounts; and the one sentence every permission check ends in."""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.errors import NotFound, NotPermitted


def require(user: User, permission: str) -> None:
    """Refuse unless the user's role holds the permission."""
    if not user.can(permission):
        raise NotPermitted()


def require_reads(user: User, group: str) -> None:
    """Refuse unless the user's role reads this group of fields."""
    if not user.reads(group):
        raise NotPermitted()


def require_can_manage(user: User, person: User) -> None:
    """Administrators manage people of their own organization only; others look absent. Nobody manages themselves."""
    require(user, "manage_people")
    if person.organization_id != user.organization_id or person.is_machine:
        raise NotFound()
    if person.pk == user.pk:
        raise NotPermitted()
