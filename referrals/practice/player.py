"""Who acts for a practice partner: its system, and the invented colleague in whose name it decides."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from casemgr.accounts.actions.practice import Pair, pair_of, person_of
from casemgr.accounts.models import Organization, User


class Player(NamedTuple):
    """The partner, its colleague, and the system through which the colleague speaks."""

    organization: Organization
    person: User
    system: User


def player_of(partner: Organization) -> Player:
    """The accounts of a practice partner."""
    accounts = User.objects.filter(organization=partner, is_active=True)
    return Player(partner, person_of(partner), accounts.get(is_machine=True))


def playing(partner_id: UUID) -> Player | None:
    """The partner with this id, while its practice is on; None for anything else, a real organization above all."""
    found = Organization.objects.active().filter(pk=partner_id, practice_side=Organization.PracticeSide.PARTNER).first()
    return player_of(found) if found else None


def practice_of(user: User) -> Pair | None:
    """The pair in which a developer's system practises; None for every account of a real organization."""
    home_id = user.organization.practice_of_id if user.organization else None
    return pair_of(home_id) if home_id else None
