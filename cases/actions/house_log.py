"""The log of a house: what happened, who was part of it, what was done about it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.backdating import checked, told
from cases.models import House, HouseEvent, HouseEventPart, Stay
from cases.permissions import require_on_case

RIGHT = "record_service"


@transaction.atomic
def log_house_event(
    house: House,
    *,
    kind: str,
    injuries: str,
    police: str,
    by: User,
    happened_at: datetime.datetime | None = None,
    late_reason: str = "",
    follow_up_on: datetime.date | None = None,
) -> HouseEvent:
    """Write down what happened, in codes: what concerns a person is added on their case. Errors: InvalidInput.

    More than a week ago it needs a reason.
    """
    require(by, RIGHT)
    if not House.objects.visible_to(by).filter(pk=house.pk).exists():
        raise NotFound()
    happened_at = happened_at or timezone.now()
    if happened_at > timezone.now():
        raise InvalidInput(_("This can't lie in the future."), field="happened_at")
    day = day_of(happened_at, by.home)
    late = checked(day, late_reason, today=today(by.home))
    for field, code, codes in (
        ("kind", kind, HouseEvent.Kind),
        ("injuries", injuries, HouseEvent.Injuries),
        ("police", police, HouseEvent.Police),
    ):
        if code not in codes.values:
            raise InvalidInput(_("Choose one of the list."), field=field)
    event = HouseEvent(
        organization=by.home,
        house=house,
        kind=kind,
        happened_at=happened_at,
        late_reason=late,
        injuries=injuries,
        police=police,
        follow_up_on=follow_up_on,
        recorded_by=by,
    )
    event.save(force_insert=True)
    trail.record(events.HOUSE_EVENT_LOGGED, by=by, subject=event, facts={"kind": kind} | told(day, late))
    return event


@transaction.atomic
def add_to_event(event: HouseEvent, stay: Stay, *, part: str, by: User, words: str | None = None) -> HouseEventPart:
    """Who was part of it, in words that only those read who see the case. Errors: InvalidInput, NotFound."""
    current = Stay.objects.visible_to(by).filter(pk=stay.pk).select_related("case").first()
    if current is None or not HouseEvent.objects.visible_to(by).filter(pk=event.pk).exists():
        raise NotFound()
    require_on_case(by, RIGHT, current.case)
    if part not in HouseEventPart.Part.values:
        raise InvalidInput(_("Say how they were part of it."), field="part")
    row = HouseEventPart(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=current.organization_id,
        case=current.case,
        person_id=current.person_id,
        event=event,
        part=part,
        words=words or None,
        recorded_by=by,
    )
    row.save(force_insert=True)
    trail.record(events.HOUSE_EVENT_PART_ADDED, by=by, subject=row, facts={"part": part})
    return row


@transaction.atomic
def follow_up_event(event: HouseEvent, *, by: User) -> HouseEvent:
    """It was looked at again. Errors: NotFound, NotInThisState."""
    require(by, "keep_shelter")
    current = HouseEvent.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=event.pk).first()
    if current is None:
        raise NotFound()
    if current.followed_at:
        raise NotInThisState(_("This was done already."))
    current.followed_by, current.followed_at = by, timezone.now()
    current.save(update_fields=["followed_by", "followed_at"])
    trail.record(events.HOUSE_EVENT_FOLLOWED, by=by, subject=current)
    return current
