"""Write a referral down, on a consent to share with its receiver. Nobody but the sender sees it yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.codelists.services import SERVICES
from cases.models import Case, Consent
from referrals import history, permissions
from referrals.codes import Feedback, Role, Urgency
from referrals.lifecycle import State
from referrals.models import Referral, ReferralParty
from referrals.offer import coded_facts

from ._step import Versions, locked
from .onward import require_taken_on

CHANGEABLE = frozenset({"service_code", "urgency", "needs", "feedback"})


@transaction.atomic
def draft(
    *,
    consent: Consent,
    service_code: str,
    by: User,
    case: Case | None = None,
    onward_from: Referral | None = None,
    **offer: Any,
) -> Referral:
    """A draft to the consent's recipient. `offer` may give urgency, needs (service codes) and feedback.

    Without `case`, the person's newest case that the user sees. `onward_from` is a referral the organization received
    and passes on: the new one stands on its own consent and case, and only the organization itself knows of the link.
    Raises InvalidInput, NotFound, NotPermitted.
    """
    require(by, "send_referral")
    sender = by.organization
    if sender is None:
        raise NotFound()
    case = _case_of(consent, case, by)
    values = {"service_code": service_code} | offer
    _check(values, consent)
    if onward_from is not None:
        require_taken_on(onward_from, by)
    referral = Referral(sender=sender, receiver=consent.recipient, **values)
    for name, value in coded_facts(case.person, sender, today(sender)).items():
        setattr(referral, name, value)
    referral.save(force_insert=True)
    ReferralParty(
        referral=referral,
        organization=sender,
        role=Role.SENDER,
        case=case,
        consent=consent,
        worker=by,
        onward_from=onward_from,
    ).save(force_insert=True)
    role = permissions.actor_role(by, referral)
    history.tell(referral, "draft", by=by, role=role, before=None)
    return referral


@transaction.atomic
def change_draft(referral: Referral, values: Mapping[str, Any], *, by: User, versions: Versions = None) -> Referral:
    """Set service, urgency, needs or feedback while it is a draft. Raises Conflict, NotInThisState."""
    current = locked(referral, by)
    if current.role_of(by.organization_id) is not Role.SENDER:
        raise NotFound()
    require(by, "send_referral")
    if versions is not None and current.version not in versions:
        raise Conflict()
    if current.state != State.DRAFT:
        raise NotInThisState(allowed_events=permissions.available_events(by, current))
    party = ReferralParty.objects.visible_to(by).select_related("consent").get(referral=current)
    if party.consent is None:
        raise NotFound()
    _check(values, party.consent)
    for name, value in values.items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=["version", *values])
    trail.record(events.REFERRAL_CHANGED, by=by, subject=current, changed=values)
    return current


def _case_of(consent: Consent, case: Case | None, by: User) -> Case:
    """The case the referral is about: of the consent's person, and seen by the user."""
    if not Consent.objects.visible_to(by).filter(pk=consent.pk).exists():
        raise NotFound()
    cases = Case.objects.visible_to(by).filter(person_id=consent.person_id).select_related("person")
    found = cases.filter(pk=case.pk).first() if case else cases.order_by("-id").first()
    if found is None:
        raise NotFound()
    return found


def _check(values: Mapping[str, Any], consent: Consent) -> None:
    if unknown := set(values) - CHANGEABLE:
        raise InvalidInput(field=sorted(unknown)[0])
    if consent.purpose != Consent.Purpose.SHARE or consent.recipient_id is None:
        raise InvalidInput(_("This consent is not about sharing with an organization."), field="consent")
    service = values.get("service_code", consent.service_code)
    if service and service not in SERVICES:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    if consent.service_code not in ("", service):
        raise InvalidInput(_("The person agreed to another service."), field="service_code")
    if any(need not in SERVICES for need in values.get("needs", ())):
        raise InvalidInput(_("Choose services of the list."), field="needs")
    if values.get("urgency", Urgency.NORMAL) not in Urgency.values:
        raise InvalidInput(_("Choose how urgent it is."), field="urgency")
    if values.get("feedback", Feedback.STATUS) not in Feedback.values:
        raise InvalidInput(_("Choose what may be told back."), field="feedback")
