"""Who can answer as the second person."""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES


def second_persons(user: User, person: User) -> list[User]:
    """Colleagues who could confirm what `user` asks for `person`."""
    roles = [code for code, role in ROLES.items() if "confirm_reset" in role.permissions]
    return list(User.objects.colleagues_of(user).filter(role__in=roles).exclude(pk__in=[user.pk, person.pk]))
