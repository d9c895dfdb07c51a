"""Who sits at a case conference. A colleague may see the case for it until a time, and no longer.

The policies of the tables say the same: such a grant stands beside a seat with the same end.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState, NotPermitted
from cases.legal import codes
from cases.legal.seats import agreed_with
from cases.models import CaseConference, CaseUserObjectPermission, ConferenceAttendee, Notification
from cases.notices.clashes import on_the_list
from cases.seeing import colleagues, who_sees

from ._legal import locked, of_case, require_code, require_words
from .assign import view_case_permission
from .notifications import notify

LONGEST = datetime.timedelta(days=30)


@transaction.atomic
def seat_colleague(
    conference: CaseConference, *, colleague: User, by: User, until: datetime.datetime | None = None
) -> ConferenceAttendee:
    """Ask a colleague. One who doesn't see the case may until `until`, if `by` may name people; then it ends by itself.

    Errors: NotFound, NotPermitted, NotInThisState, InvalidInput by field.
    """
    current = _planned(conference, by)
    if not colleagues(by).filter(pk=colleague.pk).exists():
        raise InvalidInput(_("Choose a colleague who works with cases."), field="colleague")
    seats = ConferenceAttendee.objects.visible_to(by).filter(conference=current)
    if seats.filter(colleague=colleague).exists():
        raise InvalidInput(_("They sit there already."), field="colleague")
    sees = any(seer.person.pk == colleague.pk and seer.until is None for seer in who_sees(current.case, by=by))
    if not sees:
        _check(current, until, by)
    seat = _seat(current, by, colleague=colleague, until=None if sees else until)
    if seat.until is not None:
        _open(seat)
    notify(colleague, kind=Notification.Kind.CONFERENCE, by=by, case=current.case, about=current.public_id)
    return seat


@transaction.atomic
def seat_outsider(
    conference: CaseConference, *, name: str, part: str, by: User, partner: Organization | None = None
) -> ConferenceAttendee:
    """Ask somebody from outside. Without a consent to share with their organization: only for parts without identity.

    Errors: NotFound, NotPermitted, NotInThisState, InvalidInput by field.
    """
    current = _planned(conference, by)
    said = require_words(name, _("Say who it is, and from where."), "name")
    require_code(part, codes.Part, "part")
    person = current.case.person
    for known in filter(None, (said, partner.name if partner else "")):
        if on_the_list(person, known, by):
            raise InvalidInput(_("The person's never-share list names them: they can't sit there."), field="name")
    if partner is not None and not Organization.objects.partners_of(by).filter(pk=partner.pk).exists():
        raise InvalidInput(_("Choose from the list."), field="partner")
    if part == codes.Part.ALL and not (partner and agreed_with(person, partner.pk, by)):
        message = _(
            "The person has not agreed to share with them. Ask first, or let them sit in parts without identity."
        )
        raise InvalidInput(message, field="part")
    return _seat(current, by, name=said, partner=partner, part=part)


@transaction.atomic
def unseat(attendee: ConferenceAttendee, *, by: User) -> None:
    """Take somebody off; what they were given to see ends now. Errors: NotFound, NotPermitted, NotInThisState."""
    current = locked(attendee, by, legal=False)
    conference = _planned(current.conference, by)
    _close(current, by)
    current.delete()
    trail.record(events.CONFERENCE_SEAT_TAKEN, by=by, subject=conference)


def close_seats(conference: CaseConference, by: User) -> None:
    """End the access that was given for it. Part of other actions."""
    for seat in ConferenceAttendee.objects.visible_to(by).filter(conference=conference).exclude(until=None):
        _close(seat, by)


def _planned(conference: CaseConference, by: User) -> CaseConference:
    current = locked(conference, by, legal=False)
    if current.state != codes.Conference.PLANNED:
        raise NotInThisState(_("This conference is over already."))
    return current


def _check(conference: CaseConference, until: datetime.datetime | None, by: User) -> None:
    if not by.can("assign_case"):
        raise NotPermitted(_("They don't see this case. Ask a supervisor to ask them."))
    if conference.case.restricted:
        raise InvalidInput(_("This case is restricted: a supervisor on it names them for good."), field="colleague")
    if until is None:
        raise InvalidInput(_("They don't see this case yet: say until when they may."), field="until")
    first = max(conference.starts_at, timezone.now())
    if not first < until <= first + LONGEST:
        raise InvalidInput(_("Choose a time after the conference, within 30 days."), field="until")


def _seat(conference: CaseConference, by: User, **values: object) -> ConferenceAttendee:
    seat = ConferenceAttendee(**of_case(conference.case), conference=conference, added_by=by, **values)
    seat.save(force_insert=True)
    facts: dict[str, str | int] = {"part": str(seat.part)}
    if seat.colleague_id:
        facts |= {"to": str(seat.colleague_id), "until": seat.until.isoformat() if seat.until else ""}
    trail.record(events.CONFERENCE_SEAT_GIVEN, by=by, subject=conference, facts=facts)
    return seat


def _open(seat: ConferenceAttendee) -> None:
    """The grant that ends with the seat's time, in the place of an earlier one with an end."""
    grants = CaseUserObjectPermission.objects.filter(user=seat.colleague, content_object=seat.case)
    grants.exclude(ends_at=None).delete()
    CaseUserObjectPermission.objects.create(
        user=seat.colleague, permission=view_case_permission(), content_object=seat.case, ends_at=seat.until
    )


def _close(seat: ConferenceAttendee, by: User) -> None:
    if seat.until is None:
        return
    if not by.can("assign_case"):
        raise NotPermitted(_("Ask a supervisor: what they see of the case ends with this."))
    grants = CaseUserObjectPermission.objects.filter(user_id=seat.colleague_id, content_object=seat.case_id)
    grants.filter(ends_at=seat.until).delete()
