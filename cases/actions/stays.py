"""A stay in a house: a bed is asked for, the person comes, stays longer, and leaves."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.codelists.shelter import LEFT_TO, LEFT_WHY
from cases.models import Case, House, Missing, Room, Stay, StayStep
from cases.models.stay import REVIEW_AFTER
from cases.permissions import require_on_case
from cases.shelter import WHO_COMES, WHO_IS_IN

from ._stay_checks import current_stay, no_bed, not_here, own_open_house, require_apart, require_none_alleged, settle
from .likeness import compare_soon
from .missing import end_missing
from .stopped import require_not_dead

MOST_WITH = 20
RIGHT = "record_service"


@transaction.atomic
def ask_bed(
    case: Case,
    *,
    wanted_on: datetime.date,
    by: User,
    house: House | None = None,
    children: int = 0,
    others: int = 0,
    needs: str | None = None,
) -> Stay:
    """Ask for a bed, in any house or a certain one. Errors: InvalidInput, NotInThisState (asked already, or stays)."""
    require_on_case(by, RIGHT, case)
    require_not_dead(case, by)
    Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=case.pk)  # two may ask at once
    if Stay.objects.visible_to(by).current().filter(case=case).exists():
        raise NotInThisState(_("A bed was asked for already, or the person stays in a house."))
    if house is not None:
        house = own_open_house(house, by)
        require_apart(case, house, by, WHO_COMES)
    _check_with(children, others)
    stay = Stay(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        house=house,
        wanted_on=wanted_on,
        children=children,
        others=others,
        needs=needs or None,
        asked_by=by,
    )
    stay.save(force_insert=True)
    trail.record(events.STAY_ASKED, by=by, subject=stay, facts={"places": stay.places})
    return stay


@transaction.atomic
def check_in(
    stay: Stay,
    *,
    room: Room,
    by: User,
    planned_end: datetime.date | None = None,
    children: int | None = None,
    others: int | None = None,
    looked: bool = False,
) -> Stay:
    """The person comes into a room. `looked`: a resemblance with somebody alleged was looked at.

    Errors: InvalidInput (no bed free, not in this house), NotInThisState, NotFound.
    """
    current = current_stay(stay, by, RIGHT)
    if current.state != Stay.State.ASKED:
        raise NotInThisState(_("The person is in a house already, or no bed is asked for any more."))
    require_not_dead(current.case, by)
    place = _own_room(room, by)
    require_apart(current.case, place.house, by, WHO_IS_IN)
    if not looked:
        require_none_alleged(current.case, place.house, by)
    current.children = current.children if children is None else children
    current.others = current.others if others is None else others
    _check_with(current.children, current.others)
    current.house, current.room, current.state = place.house, place, Stay.State.IN
    current.in_at, current.in_by = timezone.now(), by
    _plan(current, planned_end, by)
    settle(current, no_bed("room"), by=by)
    facts = {"places": current.places, "looked": int(looked)}
    trail.record(events.STAY_CHECKED_IN, by=by, subject=current, facts=facts)
    compare_soon(current.organization_id)
    return current


@transaction.atomic
def move_room(stay: Stay, *, room: Room, by: User, looked: bool = False) -> Stay:
    """Into another room, of this house or another. The same rules as for coming in."""
    current = _in_house(stay, by)
    place = _own_room(room, by)
    if place.house_id != current.house_id:
        require_apart(current.case, place.house, by, WHO_IS_IN)
        if not looked:
            require_none_alleged(current.case, place.house, by)
    current.house, current.room = place.house, place
    settle(current, no_bed("room"), by=by)
    step(current, StayStep.Kind.MOVED, by)
    trail.record(events.STAY_MOVED, by=by, subject=current)
    compare_soon(current.organization_id)
    return current


@transaction.atomic
def change_dependants(stay: Stay, *, children: int, others: int, by: User) -> Stay:
    """Other people are with the person now; they take beds. Errors: InvalidInput, NotInThisState."""
    current = _in_house(stay, by)
    _check_with(children, others)
    current.children, current.others = children, others
    settle(current, no_bed("children"), by=by)
    trail.record(events.STAY_CHANGED, by=by, subject=current, facts={"places": current.places})
    return current


@transaction.atomic
def extend_stay(stay: Stay, *, planned_end: datetime.date, reason: str, by: User) -> Stay:
    """Stay longer than planned, and why. Errors: InvalidInput, NotInThisState."""
    current = _in_house(stay, by)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    if planned_end <= max(current.planned_end or today(by.home), today(by.home)):
        raise InvalidInput(_("Choose a day after the one that was planned."), field="planned_end")
    _plan(current, planned_end, by)
    settle(current, not_here, by=by)
    step(current, StayStep.Kind.EXTENDED, by, words=reason, until=planned_end)
    trail.record(events.STAY_EXTENDED, by=by, subject=current)
    return current


@transaction.atomic
def review_stay(stay: Stay, *, words: str, by: User) -> Stay:
    """Looked at again with the person; the next time is in six weeks. Errors: InvalidInput, NotInThisState."""
    current = _in_house(stay, by)
    if not words.strip():
        raise InvalidInput(_("Say what came of it."), field="words")
    current.review_on = today(by.home) + REVIEW_AFTER
    settle(current, not_here, by=by)
    step(current, StayStep.Kind.REVIEWED, by, words=words)
    trail.record(events.STAY_REVIEWED, by=by, subject=current)
    return current


@transaction.atomic
def check_out(stay: Stay, *, left_why: str, left_to: str, by: User, words: str | None = None) -> Stay:
    """The person left: why, and where to. The bed is free. Errors: InvalidInput, NotInThisState."""
    current = _in_house(stay, by)
    if left_why not in LEFT_WHY:
        raise InvalidInput(_("Choose why."), field="left_why")
    if not left_to or not LEFT_TO.answers(left_to):
        raise InvalidInput(_("Choose where to, or that it isn't known."), field="left_to")
    if Missing.objects.visible_to(by).open().filter(stay=current).exists():
        raise NotInThisState(_("The person is missing. Say first how that ended."))
    current.state, current.out_at, current.out_by = Stay.State.OUT, timezone.now(), by
    current.left_why, current.left_to, current.out_words = left_why, left_to, words or None
    current.away_since = current.back_by = current.review_on = None
    settle(current, not_here, by=by)
    trail.record(events.STAY_CHECKED_OUT, by=by, subject=current, facts={"to": left_to})
    return current


@transaction.atomic
def withdraw_bed(stay: Stay, *, by: User) -> Stay:
    """The bed is no longer wanted. Errors: NotInThisState."""
    current = current_stay(stay, by, RIGHT)
    if current.state != Stay.State.ASKED:
        raise NotInThisState(_("The person is in a house already, or no bed is asked for any more."))
    current.state = Stay.State.WITHDRAWN
    settle(current, not_here, by=by)
    trail.record(events.STAY_WITHDRAWN, by=by, subject=current)
    return current


@transaction.atomic
def go_out(stay: Stay, *, back_by: datetime.datetime, by: User) -> Stay:
    """The person is out and says when they will be back; nobody has to ask for leave. Errors: InvalidInput."""
    current = _in_house(stay, by)
    if back_by <= timezone.now():
        raise InvalidInput(_("Choose a time that is still to come."), field="back_by")
    current.away_since, current.back_by = current.away_since or timezone.now(), back_by
    settle(current, not_here, by=by)
    step(current, StayStep.Kind.AWAY, by)
    trail.record(events.STAY_AWAY, by=by, subject=current)
    return current


@transaction.atomic
def come_back(stay: Stay, *, by: User) -> Stay:
    """The person is back: nobody looks for them any more. Errors: NotInThisState."""
    current = _in_house(stay, by)
    missing = Missing.objects.visible_to(by).open().filter(stay=current).first()
    if current.away_since is None and missing is None:
        raise NotInThisState(_("The person is in the house."))
    if missing is not None:
        end_missing(missing, how=Missing.Found.BACK, by=by)
        current.refresh_from_db()
    else:
        current.away_since = current.back_by = None
        settle(current, not_here, by=by)
    step(current, StayStep.Kind.BACK, by)
    trail.record(events.STAY_BACK, by=by, subject=current)
    return current


def step(stay: Stay, kind: str, by: User, **facts: Any) -> None:
    """Write a line of the stay. No check, no trail: part of other actions."""
    StayStep(
        organization_id=stay.organization_id,
        case_id=stay.case_id,
        person_id=stay.person_id,
        stay=stay,
        kind=kind,
        done_by=by,
        **facts,
    ).save(force_insert=True)


def _in_house(stay: Stay, by: User) -> Stay:
    current = current_stay(stay, by, RIGHT)
    if current.state != Stay.State.IN:
        raise NotInThisState(_("The person isn't in a house."))
    return current


def _own_room(room: Room, by: User) -> Room:
    """The room, its house locked: who comes at the same time waits."""
    found = Room.objects.visible_to(by).standing().filter(pk=room.pk).select_related("house").first()
    if found is None:
        raise InvalidInput(_("Choose a room of the list."), field="room")
    own_open_house(found.house, by, "room")
    return found


def _plan(stay: Stay, planned_end: datetime.date | None, by: User) -> None:
    """The planned end, and the day to look at it again: in six weeks, or when it ends if that is sooner."""
    day = today(by.home)
    if planned_end is not None and planned_end < day:
        raise InvalidInput(_("The end can't lie in the past."), field="planned_end")
    stay.planned_end = planned_end
    later = stay.review_on or day + REVIEW_AFTER
    stay.review_on = min(later, planned_end) if planned_end else later


def _check_with(children: int, others: int) -> None:
    if not 0 <= children <= MOST_WITH or not 0 <= others <= MOST_WITH:
        raise InvalidInput(_("Up to %d people can come along.") % MOST_WITH, field="children")
