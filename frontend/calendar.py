"""One's appointments as iCalendar (RFC 5545): when and of what kind. No name, no case, no place."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar, Event

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.models import Appointment

BACK, AHEAD = datetime.timedelta(days=7), datetime.timedelta(days=180)


@transaction.atomic
def calendar_of(user: User) -> bytes:
    """The last week and the next half year of this person's planned appointments; each read enters the trail."""
    now = timezone.now()
    found = list(Appointment.objects.visible_to(user).filter(worker=user).reachable().between(now - BACK, now + AHEAD))
    trail.record(events.FEED_READ, by=user, facts={"count": len(found)})
    calendar = Calendar()
    calendar.add("prodid", "-//Casemgr//Calendar//EN")
    calendar.add("version", "2.0")
    with translation.override(user.language):
        for one in sorted(found, key=lambda appointment: appointment.starts_at):
            calendar.add_component(_event(one, now))
    body: bytes = calendar.to_ical()
    return body


def _event(appointment: Appointment, now: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", appointment.public_id)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at.astimezone(datetime.UTC))
    event.add(
        "dtend", (appointment.starts_at + datetime.timedelta(minutes=appointment.minutes)).astimezone(datetime.UTC)
    )
    event.add("summary", gettext("Appointment"))
    event.add("class", "PRIVATE")
    return event
