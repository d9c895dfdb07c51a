"""A contact becomes a case: through registration, with its consent, or by going to somebody who is known already.

What the caller offered is carried over; the contact keeps none of it, and its key is destroyed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.backdating import LATE, LateReason
from cases.call_tally import count_outcome
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.ending_keys import destroy_surely
from cases.models import Case, Consent, Note, QuickContact, SafeContact
from cases.permissions import require_on_case

from .contact import doubt_contact
from .hotline import State, day_of_contact, open_contact_of, save_touched
from .register import StoreConsent, register


@transaction.atomic
def register_contact(
    contact: QuickContact,
    *,
    person: Mapping[str, Any],
    consent: StoreConsent,
    by: User,
    safe_contact: Mapping[str, Any] | None = None,
    risk: str = "",
    **later: Any,
) -> Case:
    """Register the caller as `register` does; what was said becomes the first note. Errors: those of `register`.

    `later`: its `opened_on` and `late_reason`.
    Without consent to keep a record their own words go with the contact: the note tells codes alone.
    """
    current = open_contact_of(contact, by)
    case = register(person=person, consent=consent, by=by, safe_contact=safe_contact, risk=risk, **later)
    given = consent.decision == Consent.Decision.GIVEN
    words = (
        "\n\n".join(filter(None, (first_words(current), promised_words(current)))) if given else coded_words(current)
    )
    _turn_into_note(current, case, by, words)
    return case


@transaction.atomic
def add_contact_to_case(contact: QuickContact, case: Case, *, by: User) -> Case:
    """The caller is known: what was said becomes a note of their case, with how to reach them now.

    A promised day brings the next follow-up forward; who may not be contacted has their rules reviewed first.
    Errors: NotFound, NotInThisState.
    """
    current = open_contact_of(contact, by)
    require_on_case(by, "edit_case", case)
    unsafe = current.way == SafeContact.Channel.NONE or current.result == QuickContact.Result.UNSAFE
    promised = current.call_on
    words = "\n\n".join(filter(None, (first_words(current), reaching_words(current))))
    _turn_into_note(current, case, by, words)
    if unsafe:
        doubt_contact(case, by=by)
    if promised:
        _follow_up_by(case, promised)
    return case


def coded_words(contact: QuickContact) -> str:
    """What a note of the call says in codes: nothing that the caller said themselves."""
    needs = ", ".join(str(SERVICES.label(code)) for code in contact.needs)
    country = str(COUNTRIES.label(contact.country)) if contact.country else ""
    return _lines(contact, needs, country)


def first_words(contact: QuickContact) -> str:
    """What a note of the call says: what was needed, where, and the words."""
    needs = ", ".join(str(SERVICES.label(code)) for code in contact.needs)
    country = str(COUNTRIES.label(contact.country)) if contact.country else ""
    where = ", ".join(filter(None, (contact.region, country)))
    return "\n\n".join(filter(None, (_lines(contact, needs, where), contact.words)))


def reaching_words(contact: QuickContact) -> str:
    """How they said that they are reached, what came of it, and the day promised."""
    told = (
        (_("known as"), contact.alias),
        (_("language"), str(LANGUAGES.label(contact.language)) if contact.language else ""),
        (_("safe to call back"), contact.get_way_display() if contact.way else ""),
        (_("number or address"), contact.reach),
        (_("safe hours"), contact.hours),
        (_("what came of calling back"), contact.get_result_display() if contact.result else ""),
    )
    return "\n".join([*(f"{name}: {value}" for name, value in told if value), promised_words(contact)]).strip()


def promised_words(contact: QuickContact) -> str:
    """The day on which they were promised a call, if one was."""
    return f"{_('call back on')}: {contact.call_on.isoformat()}" if contact.call_on else ""


def _lines(contact: QuickContact, needs: str, where: str) -> str:
    lines = [
        _("Call for help: %(kind)s (%(channel)s)")
        % {"kind": contact.get_kind_display(), "channel": contact.get_channel_display()},
        _("Needed: %(needs)s") % {"needs": needs},
        _("Where: %(where)s") % {"where": where} if where else "",
        _("In danger at that time") if contact.danger else "",
    ]
    return "\n".join(filter(None, lines))


def _follow_up_by(case: Case, day: datetime.date) -> None:
    """Look at the case on the day promised, or earlier if that was planned."""
    if case.status in Case.CLOSED or (case.next_follow_up and case.next_follow_up <= day):
        return
    case.next_follow_up = day
    case.save(update_fields=["next_follow_up", "updated_at"])


def _turn_into_note(contact: QuickContact, case: Case, by: User, words: str) -> None:
    """Write the note with the person's key, empty the contact, and destroy its key once all of that is so."""
    day = day_of_contact(contact, by)
    late = LateReason.TOLD_LATER if day < today(by.home) - LATE else ""
    note = Note(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        body=words,
        kind=Note.Kind.CONTACT,
        happened_on=day,
        late_reason=late,
        written_by=by,
    )
    note.save(force_insert=True)
    for name in QuickContact.SEALED:
        setattr(contact, name, None)
    contact.needs, contact.language, contact.country, contact.danger = [], "", "", False
    contact.way, contact.call_on, contact.case, contact.state = "", None, case, State.CASE
    save_touched(contact)
    count_outcome(by, State.CASE)
    trail.record(events.NOTE_WRITTEN, by=by, subject=note, facts={"kind": note.kind})
    trail.record(events.CONTACT_CASE, by=by, subject=contact)
    destroy_surely(contact.organization_id, contact.pk)
