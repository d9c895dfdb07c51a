"""Asking one person of an incident, in private: a case with their own consent, or a refusal that costs them nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.codelists.shelter import HELP_GIVEN
from cases.models import Case, Consent, IncidentCase, IncidentHelper, IncidentRow

from ._incident import locked
from .drafts import Place, forget_typed
from .incidents import RIGHT, leads, own_row
from .register import StoreConsent, register

STATE = IncidentRow.State
TYPED_AT = "incident_ask"  # the form of this row, as drafts know it
SEEN = ("sex", "age_band", "language", "urgent")


@transaction.atomic
def agree_row(
    row: IncidentRow,
    *,
    person: Mapping[str, Any],
    consent: StoreConsent,
    private: bool,
    by: User,
    safe_contact: Mapping[str, Any] | None = None,
    risk: str = "",
    **later: Any,
) -> Case:
    """The person agreed, alone with whoever asked: their case is opened, and the row forgets what was seen.

    `later`: `opened_on` and `late_reason` of `register`.
    Errors: InvalidInput without privacy or consent; NotInThisState where somebody asked meanwhile.
    """
    locked(row.incident, by)
    current = own_row(row, by)
    _require_private(private)
    if consent.decision != Consent.Decision.GIVEN:
        raise InvalidInput(
            _("Without their consent no case is opened. Write down the refusal instead."), field="decision"
        )
    case = register(person=person, consent=consent, by=by, safe_contact=safe_contact, risk=risk, **later)
    _belongs(current, case)
    _write_answer(current, STATE.AGREED, by)
    return case


@transaction.atomic
def known_row(row: IncidentRow, case: Case, *, private: bool, by: User) -> Case:
    """They have a case here already and agreed to be kept in it: it belongs to the incident, no second one is made.

    Errors: NotFound; InvalidInput without privacy, or where that case has no consent to keep a record today.
    """
    require(by, RIGHT)
    locked(row.incident, by)
    current = own_row(row, by)
    _require_private(private)
    kept: Case | None = Case.objects.visible_to(by).standing().filter(pk=case.pk).first()
    if kept is None:
        raise NotFound()
    held = Consent.objects.visible_to(by).filter(person_id=kept.person_id)
    if not held.consented_for(Consent.Purpose.STORE, today(by.home)).exists():
        raise InvalidInput(_("That case has no consent to keep a record. Open it and ask for that first."))
    _belongs(current, kept)
    trail.record(events.INCIDENT_CASE_KNOWN, by=by, subject=kept)
    _write_answer(current, STATE.AGREED, by)
    return kept


@transaction.atomic
def refuse_row(row: IncidentRow, *, private: bool, by: User, helped: Collection[str] = ()) -> IncidentRow:
    """The person wants no record. Counted, and what help they were given all the same; nothing else is kept."""
    require(by, "register_person")
    locked(row.incident, by)
    current = own_row(row, by)
    _require_private(private)
    current.helped = _help(helped)
    _write_answer(current, STATE.REFUSED, by)
    return current


@transaction.atomic
def row_left(row: IncidentRow, *, by: User, helped: Collection[str] = ()) -> IncidentRow:
    """The person left before anybody could ask."""
    require(by, "register_person")
    locked(row.incident, by)
    current = own_row(row, by)
    current.helped = _help(helped)
    _write_answer(current, STATE.LEFT, by)
    return current


def _belongs(row: IncidentRow, case: Case) -> None:
    about = {"organization_id": case.organization_id, "case": case, "person_id": case.person_id}
    IncidentCase(**about, incident=row.incident, row=row).save(force_insert=True)


def _require_private(private: bool) -> None:
    if not private:
        raise InvalidInput(_("Each person is asked alone, where nobody else hears. Confirm that."), field="private")


def _help(helped: Collection[str]) -> list[str]:
    if set(helped) - set(HELP_GIVEN):
        raise InvalidInput(_("Choose one of the list."), field="helped")
    return [code for code in HELP_GIVEN if code in helped]


def _write_answer(row: IncidentRow, state: str, by: User) -> None:
    """What was seen goes: it stands in the case, or nowhere."""
    for name in SEEN:
        setattr(row, name, "")
    row.state, row.asked_by, row.asked_at = state, by, timezone.now()
    row.version += 1
    row.save()
    forget_typed(Place(TYPED_AT, subject=f"{row.incident.public_id}/{row.number}"), of=_askers(row, by), by=by)
    trail.record(events.INCIDENT_ROW_ANSWERED, by=by, subject=row, facts={"state": state})


def _askers(row: IncidentRow, by: User) -> list[User]:
    """Everybody who may have typed about this person: whoever asks, leads or helps."""
    helping = IncidentHelper.objects.visible_to(by).filter(incident=row.incident).values_list("user_id", flat=True)
    named = {by.pk, *helping}
    colleagues = User.objects.colleagues_of(by).select_related("organization")
    return [one for one in colleagues if one.can(RIGHT) and (one.pk in named or leads(row.incident, one))]
