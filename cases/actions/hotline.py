"""Take a call: most are only counted; what a caller who wants help offers is kept for a time, without a case."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.backdating import checked, told
from cases.call_tally import count_call, count_outcome
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import COUNTED_ONLY, CallChannel, CallKind, QuickContact, SafeContact

MAY = "take_contacts"
FURTHEST = datetime.timedelta(days=60)  # a call back is promised no further ahead
OFFERED = frozenset("needs language country danger way call_on alias region reach hours words".split())
State, Result = QuickContact.State, QuickContact.Result


@transaction.atomic
def count_only(*, kind: str, channel: str, by: User) -> None:
    """A call of which nothing is kept but that there was one. Errors: NotPermitted, InvalidInput."""
    require(by, MAY)
    _check_call(kind, channel)
    count_call(by, kind=kind, channel=channel)
    trail.record(events.CALL_COUNTED, by=by)


@transaction.atomic
def take_contact(
    *,
    kind: str,
    channel: str,
    by: User,
    mine: bool = True,
    taken_at: datetime.datetime | None = None,
    late_reason: str = "",
    **offered: Any,
) -> QuickContact:
    """Keep what a caller offered (names of OFFERED; nothing has to be known but what is needed), and count the call.

    `mine`: who took it calls back; else whoever is on shift. `taken_at`: when they called, if it was written on paper
    first; more than a week ago with a reason. Errors: NotPermitted, InvalidInput.
    """
    require(by, MAY)
    _check_call(kind, channel)
    if kind in COUNTED_ONLY:
        raise InvalidInput(_("Of such a call nothing is kept: count it."))
    now = timezone.now()
    when = taken_at or now
    if when > now:
        raise InvalidInput(_("The time can't lie in the future."), field="taken_at")
    day = day_of(when, by.home)
    late = checked(day, late_reason, today=today(by.home))
    contact = QuickContact(
        organization=by.home,
        kind=kind,
        channel=channel,
        worker=by if mine else None,
        taken_by=by,
        taken_at=when,
        late_reason=late,
        touched_at=now,
    )
    _fill(contact, offered, by)
    keys.create_data_key(contact.organization_id, contact.pk)
    contact.save(force_insert=True)
    count_call(by, kind=kind, channel=channel, language=contact.language, needs=contact.needs, at=when)
    trail.record(events.CONTACT_TAKEN, by=by, subject=contact, facts=told(day, late))
    return contact


@transaction.atomic
def follow_up(
    contact: QuickContact,
    *,
    result: str,
    by: User,
    version: int,
    call_on: datetime.date | None = None,
    words: str = "",
) -> QuickContact:
    """Write down what came of calling back, more of what was said, and when to try again (None: not again).

    Errors: NotFound, InvalidInput, NotInThisState, Conflict.
    """
    current = open_contact_of(contact, by, version=version)
    if result not in Result.values:
        raise InvalidInput(_("Say what came of it."), field="result")
    if result == Result.UNSAFE:
        current.way, call_on = SafeContact.Channel.NONE, None
    current.result, current.call_on, current.state = result, call_on, State.FOLLOWED
    current.tries += 1
    _check_call_back(current, by)
    if words.strip():
        day = today(by.home).isoformat()
        current.words = "\n\n".join(filter(None, (current.words, f"{day}: {words.strip()}")))
    save_touched(current)
    trail.record(events.CONTACT_FOLLOWED, by=by, subject=current, facts={"result": result})
    return current


@transaction.atomic
def hand_contact(contact: QuickContact, *, mine: bool, by: User, version: int) -> QuickContact:
    """Take it on oneself, or leave it to whoever is on shift. Errors: NotFound, NotInThisState, Conflict."""
    current = open_contact_of(contact, by, version=version)
    current.worker = by if mine else None
    save_touched(current)
    trail.record(events.CONTACT_HANDED, by=by, subject=current, facts={"mine": int(mine)})
    return current


@transaction.atomic
def close_contact(contact: QuickContact, *, by: User, version: int) -> QuickContact:
    """Nothing more is done; it is deleted when its time is over. Errors: NotFound, NotInThisState, Conflict."""
    current = open_contact_of(contact, by, version=version)
    current.state, current.call_on = State.CLOSED, None
    save_touched(current)
    count_outcome(by, State.CLOSED)
    trail.record(events.CONTACT_CLOSED, by=by, subject=current)
    return current


def read_contact(contact: QuickContact, *, by: User) -> QuickContact:
    """Write down that `by` looks at it. Errors: NotFound."""
    if not QuickContact.objects.visible_to(by).filter(pk=contact.pk).exists():
        raise NotFound()
    trail.read(events.CONTACT_READ, by=by, subjects=[contact])
    return contact


def open_contact_of(contact: QuickContact, by: User, *, version: int | None = None) -> QuickContact:
    """The contact as it is now, locked, while something may still be done with it."""
    require(by, MAY)
    rows = QuickContact.objects.visible_to(by).select_for_update(of=("self",))
    current = rows.filter(pk=contact.pk).first()
    if current is None:
        raise NotFound()
    if current.is_settled:
        raise NotInThisState(_("This contact was closed, or became a case."))
    if version is not None and current.version != version:
        raise Conflict()
    return current


def save_touched(contact: QuickContact) -> None:
    """Save a change: the time after which it is deleted begins anew."""
    contact.touched_at, contact.version = timezone.now(), contact.version + 1
    contact.save()


def _check_call(kind: str, channel: str) -> None:
    if kind not in CallKind.values:
        raise InvalidInput(_("Say what they call for."), field="kind")
    if channel not in CallChannel.values:
        raise InvalidInput(_("Say how they came."), field="channel")


def _fill(contact: QuickContact, offered: Mapping[str, Any], by: User) -> None:
    if unknown := set(offered) - OFFERED:
        raise TypeError(f"not asked of a caller: {sorted(unknown)}")
    for name, value in offered.items():
        setattr(contact, name, (value or None) if name in QuickContact.SEALED else value)
    contact.needs = list(dict.fromkeys(filter(None, contact.needs)))
    if not contact.needs or set(contact.needs) - set(SERVICES) or len(contact.needs) > QuickContact.MOST_NEEDS:
        raise InvalidInput(_("Say what is needed; “Information and referral” if it isn't clear yet."), field="need")
    if contact.language and contact.language not in LANGUAGES:
        raise InvalidInput(_("Choose a language of the list."), field="language")
    if contact.country and contact.country not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")
    _check_call_back(contact, by)


def _check_call_back(contact: QuickContact, by: User) -> None:
    """A promise to call needs a safe way, something to reach, and a day that isn't over or far."""
    if contact.way and contact.way not in SafeContact.Channel.values:
        raise InvalidInput(_("Choose from the list."), field="way")
    if contact.call_on is None:
        return
    if contact.way in ("", SafeContact.Channel.NONE):
        raise InvalidInput(_("Without a way that is safe nobody calls back: choose one, or no day."), field="way")
    if not contact.reach:
        raise InvalidInput(_("Write down where they are reached, or choose no day."), field="reach")
    day = today(by.home)
    if not day <= contact.call_on <= day + FURTHEST:
        raise InvalidInput(_("Choose a day within the next two months."), field="call_on")


def day_of_contact(contact: QuickContact, by: User) -> datetime.date:
    """The day the call came, where the organization works."""
    return day_of(contact.taken_at, by.home)
