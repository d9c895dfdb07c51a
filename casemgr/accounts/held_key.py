"""The organization's own key as people see it: who holds it, whether it is open, and what it needs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.encryption import held, holders, leases, unlocking, watch
from casemgr.encryption.models import Holder, HolderSet

# what people do without opening anything that is sealed; whoever has only such permissions works on while it is locked
WITHOUT_KEY = frozenset(
    "manage_people confirm_reset view_audit plan_export approve_export veto_export download_release "
    "view_mechanism preview_statistics".split()
)
ENOUGH, JUST_ENOUGH, TOO_FEW = "enough", "just_enough", "too_few"


@dataclass(frozen=True)
class Member:
    """A holder by name; `ready` once their passphrase is set."""

    user: User
    ready: bool


@dataclass(frozen=True)
class Standing:
    """One set of holders: who, how many of them open the key, and how many can't sign in any more."""

    holders: HolderSet
    members: list[Member]
    gone: int

    @property
    def waiting(self) -> list[Member]:
        """Who has no passphrase yet."""
        return [member for member in self.members if not member.ready]


def is_locked(user: User) -> bool:
    """Whether the records of this person's organization are locked."""
    return user.organization_id is not None and held.is_locked(user.organization_id)


def open_until(organization_id: UUID) -> datetime.datetime | None:
    """When the key locks itself; None when it is locked now."""
    lease = leases.get(organization_id)
    return datetime.datetime.fromtimestamp(lease.until, datetime.UTC) if lease else None


def standing(chosen: HolderSet | None) -> Standing | None:
    """The set with the names of those who may sign in."""
    if chosen is None:
        return None
    parts = list(chosen.holders.all())
    people = {user.pk: user for user in _active(part.user_id for part in parts)}
    members = [Member(people[part.user_id], part.is_ready) for part in parts if part.user_id in people]
    return Standing(chosen, sorted(members, key=lambda one: one.user.name), len(parts) - len(members))


def missing(chosen: HolderSet) -> int:
    """How many holders must still enter their passphrase before the key opens."""
    return unlocking.missing(chosen, among=who_counts(chosen))


def who_counts(chosen: HolderSet) -> set[UUID]:
    """The holders who may sign in now: only their shares count."""
    return {user.pk for user in _active(chosen.holders.values_list("user_id", flat=True))}


def part_of(user: User, chosen: HolderSet | None) -> Holder | None:
    """This person's part in a set; None when they have none."""
    return chosen.holders.select_related("set").filter(user_id=user.pk).first() if chosen else None


def has_part(user: User) -> bool:
    """Whether this person holds a part of their organization's key, or is named to."""
    return user.has_access and user.organization_id is not None and user.pk in holders.people(user.organization_id)


def left_without(person: User) -> str:
    """Whether the key could still be opened without this person: ENOUGH, JUST_ENOUGH (nobody to spare) or TOO_FEW."""
    present = holders.holding(person.organization_id) if person.organization_id else None
    if present is None or part_of(person, present) is None:
        return ENOUGH
    left = len(who_counts(present) - {person.pk})
    if left < present.threshold:
        return TOO_FEW
    return JUST_ENOUGH if left == present.threshold else ENOUGH


def note_locked(organization_id: UUID, why: str = "time") -> None:
    """The key locked itself (`time`), or the server started again (`restart`): nobody did it."""
    with acting_as(None):
        trail.record(events.KEY_LOCKED, by=None, organization_id=organization_id, facts={"why": why})


def lock_at_start() -> None:
    """A web node starts: whatever was open on this machine is locked."""
    unlocking.forget_entered()
    for organization_id in leases.drop_all():
        note_locked(organization_id, "restart")


def _active(ids: Iterable[UUID]) -> list[User]:
    return list(User.objects.filter(pk__in=list(ids), is_active=True))  # a list: the ids lie in another database


watch.when_time_is_over(note_locked)
