"""Register a person: consent to keep a record, an alias, how to contact them safely. Nothing more is forced."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput
from cases.backdating import checked, told
from cases.consent_categories import IDENTIFYING
from cases.models import Case, Consent, Person, SafeContact
from cases.teams import team_of

from .assign import grant_to_worker
from .consents import save_consent


@dataclass(frozen=True)
class StoreConsent:
    """The person's word on keeping a record: how it was given and until when (the end is required)."""

    decision: str
    method: str
    ends_on: datetime.date
    language: str = ""
    basis: str = "consent"
    note: str | None = None
    witness: str | None = None
    read_back: bool = False


@transaction.atomic
def register(
    *,
    person: Mapping[str, Any],
    consent: StoreConsent,
    by: User,
    safe_contact: Mapping[str, Any] | None = None,
    risk: str = "",
    caseworker: User | None = None,
    opened_on: datetime.date | None = None,
    late_reason: str = "",
) -> Case:
    """Make the person, their case, safe-contact rules and the consent to store; returns the case.

    `opened_on`: the day of the talk, if it was written on paper first; more than a week ago with a reason. The consent
    begins that day. Without consent to store only an alias and coded facts may be kept: identifying fields are refused.
    """
    require(by, "register_person")
    _refuse_identity_without_consent(person, consent)
    now, day = today(by.home), opened_on or today(by.home)
    if day > now:
        raise InvalidInput(_("The date can't lie in the future."), field="opened_on")
    late = checked(day, late_reason, today=now)
    subject = Person(organization=by.home, **person)
    keys.create_data_key(subject.organization_id, subject.pk)
    subject.save(force_insert=True)
    case = Case(
        organization=by.home,
        person=subject,
        number=next_case_numbers(by.home)[0],
        risk=risk,
        caseworker=caseworker or (by if not by.is_machine else None),
        team=team_of(caseworker or by),
        created_by=by,
        opened_on=day,
        late_reason=late,
        next_follow_up=now,
    )
    case.save(force_insert=True)
    grant_to_worker(case, by)
    if caseworker and caseworker != by:
        grant_to_worker(case, caseworker)
    SafeContact(organization=by.home, person=subject, **(safe_contact or {})).save(force_insert=True)
    save_consent(
        subject,
        purpose=Consent.Purpose.STORE,
        by=by,
        starts_on=day,
        decision=consent.decision,
        method=consent.method,
        ends_on=consent.ends_on,
        language=consent.language,
        basis=consent.basis,
        note=consent.note,
        witness=consent.witness,
        read_back=consent.read_back,
    )
    trail.record(events.PERSON_REGISTERED, by=by, subject=subject, facts=told(day, late))
    trail.record(events.CASE_OPENED, by=by, subject=case)
    return case


def next_case_numbers(organization: Organization, count: int = 1) -> list[int]:
    """Take the organization's next case numbers; other writers wait until this transaction ends."""
    Organization.objects.filter(pk=organization.pk).update(last_case_number=F("last_case_number") + count)
    last = Organization.objects.values_list("last_case_number", flat=True).get(pk=organization.pk)
    return list(range(last - count + 1, last + 1))


def _refuse_identity_without_consent(person: Mapping[str, Any], consent: StoreConsent) -> None:
    if consent.decision != Consent.Decision.GIVEN and any(person.get(name) for name in IDENTIFYING):
        raise InvalidInput(
            _("Without consent to keep a record, enter an alias only: no name, date of birth or contact.")
        )
