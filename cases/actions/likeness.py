"""Compare alleged, residents and interpreters of a whole organization, and tell who may see both ends. Nobody else.

Whoever brings somebody into a house, writes somebody alleged down or adds an interpreter is answered as far as they
see; what lies beyond is compared by a job that acts as the organization. Its notices name nobody, and a second run
tells nobody twice. Where nobody sees both ends, those in charge hear that, without the cases, and without whoever wrote
either end down: they would learn of a row that is hidden from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import held
from cases.alleged import resembles
from cases.comparing import Known, Likeness, likenesses
from cases.models import AllegedPerpetrator, Case, LikenessTold, Notification

from .notifications import tell

Kind = Notification.Kind
Line = tuple[User, str, UUID | None]
_WHY = "what the organization's own comparing has told"


def compare_soon(organization_id: UUID) -> None:
    """Queue the comparing of one organization; it begins if this transaction is committed, one run after the other."""
    task = app.configure_task("cases.compare_alleged", allow_unknown=False, lock=f"alleged {organization_id}")
    task.defer(organization=str(organization_id))


def compare_alleged(organization_id: UUID) -> int:
    """Tell of every likeness that was not told yet; how many. Errors: OrganizationLocked, and nothing was compared."""
    held.require_unlocked(organization_id)
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        found = likenesses(organization_id)
        known = _told(organization_id)
        people = _people(organization_id)
        sights = [_sight(one, found) for one in people]
        new, lines = [], set[Line]()
        for likeness in found:
            readers = [sight.person for sight in sights if sight.sees(likeness)]
            if (*likeness.key, bool(readers)) in known:
                continue
            told = _lines(likeness, readers, people)
            if told:  # else it waits until there is somebody who may hear of it
                new.append((*likeness.key, bool(readers)))
                lines |= told
        _write(organization_id, new, lines)
    with acting_as(None):
        facts: dict[str, str | int] = {"found": len(found), "told": len(new)}
        trail.record(events.ALLEGED_COMPARED, by=None, organization_id=organization_id, facts=facts)
    return len(new)


@dataclass(frozen=True)
class _Sight:
    """What of the found somebody reads: keys of alleged and of cases."""

    person: User
    alleged: frozenset[UUID]
    cases: frozenset[UUID]

    def sees(self, likeness: Likeness) -> bool:
        """Whether they read both ends, and aren't meant themselves. The list of interpreters is everybody's."""
        one, stay = likeness.alleged, likeness.stay
        if one and (one.pk not in self.alleged or _is_meant(self.person, one)):
            return False
        return stay is None or stay.case_id in self.cases


def _sight(person: User, found: Sequence[Likeness]) -> _Sight:
    """Asked as the person: the policies answer too."""
    alleged = {one.alleged.pk for one in found if one.alleged}
    cases = {one.stay.case_id for one in found if one.stay and one.stay.case_id}
    with acting_as_user(person):
        rows = AllegedPerpetrator.objects.visible_to(person).standing().filter(pk__in=alleged)
        seen = Case.objects.visible_to(person).filter(pk__in=cases)
        return _Sight(
            person, frozenset(rows.values_list("pk", flat=True)), frozenset(seen.values_list("pk", flat=True))
        )


def _lines(likeness: Likeness, readers: Sequence[User], people: Iterable[User]) -> set[Line]:
    if readers:
        kind, case_id = _kind(likeness)
        return {(one, kind, case_id) for one in readers}
    meant = likeness.alleged
    above = (one for one in people if one.can("approve") or one.can("manage_people"))
    told = (one for one in above if one.pk not in likeness.actors and not (meant and _is_meant(one, meant)))
    return {(one, Kind.UNSEEN_LIKENESS, None) for one in told}


def _kind(likeness: Likeness) -> tuple[str, UUID | None]:
    """What is told, and on which case it is looked at: the one whose page shows the likeness."""
    if likeness.alleged is None:
        return Kind.INTERPRETER_RESIDENT, likeness.stay.case_id if likeness.stay else None
    return Kind.ALLEGED_RESIDENT if likeness.stay else Kind.RESEMBLANCE, likeness.alleged.case_id


def _is_meant(person: User, alleged: Known) -> bool:
    return any(resembles(name, person.name) for name in alleged.names)


def _told(organization_id: UUID) -> set[tuple[UUID | bool | None, ...]]:
    rows = LikenessTold.objects.unscoped(_WHY).filter(organization_id=organization_id)
    return set(rows.values_list("alleged_id", "interpreter_id", "stay_id", "house_id", "seen"))


def _write(organization_id: UUID, new: Iterable[tuple[UUID | bool | None, ...]], lines: Iterable[Line]) -> None:
    columns = ("alleged_id", "interpreter_id", "stay_id", "house_id", "seen")
    LikenessTold.objects.bulk_create(
        LikenessTold(organization_id=organization_id, **dict(zip(columns, row, strict=True))) for row in new
    )
    for person, kind, case_id in lines:
        tell([person], kind, organization_id, case_id=case_id)


def _people(organization_id: UUID) -> list[User]:
    """Who works with cases there, supervises or administers."""
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=ROLES)
    found = [one for one in active.select_related("organization") if one.has_access]
    return [one for one in found if one.can("edit_case") or one.can("manage_people")]
