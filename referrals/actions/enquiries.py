"""Ask several organizations at once whether they could take somebody like this; take the question back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr import rate_limits
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.codelists.countries import BY_CODE, REGIONS
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import Case, Notification
from referrals.alerts import as_organization, people_who, tell
from referrals.codes import AgeBand
from referrals.enquiring import askable
from referrals.enquiry_codes import NEEDS, SPANS, WHOM, EnquiryState, Stands, Together
from referrals.models import Enquiry, EnquiryAnswer
from referrals.practice.queue import expect_answer

Versions = Collection[int] | None
MOST_ASKED = 10  # organizations at once: more would tell many that somebody looks
LISTS: Mapping[str, Collection[str]] = {
    "service_code": SERVICES,
    "whom": ["", *WHOM],
    "together": Together.values,
    "age_band": ["", *AgeBand.values],
    "region": ["", *REGIONS],
    "language": ["", *LANGUAGES],
}


@transaction.atomic
def ask(
    question: Mapping[str, Any],
    *,
    receivers: Sequence[Organization],
    stands: str = Stands.DAY,
    by: User,
    case: Case | None = None,
) -> Enquiry:
    """Send the question (columns of `Asked.QUESTION`, codes alone) to these organizations; each gets its own copy.

    `case` stays on the sender's side. Without a region it is that of the sender's country. Raises InvalidInput (also
    for an organization that may not be asked, the same whyever), NotFound for a case that isn't seen, NotPermitted and
    TooMany.
    """
    require(by, "send_referral")
    values = {"together": Together.ONE, "region": _own_region(by)} | dict(question)
    _check(values)
    if stands not in SPANS:
        raise InvalidInput(_("Choose from the list."), field="stands")
    if case is not None and not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotFound()
    asked = _allowed(receivers, values["service_code"], case, by)
    rate_limits.spend_together("enquiry", by=by)
    closes_at = timezone.now() + SPANS[Stands(stands)]
    enquiry = Enquiry(organization=by.home, case=case, asked_by=by, closes_at=closes_at, **values)
    enquiry.save(force_insert=True)
    for receiver in asked:
        copy = EnquiryAnswer(enquiry=enquiry, receiver=receiver, closes_at=closes_at, **values)
        copy.save(force_insert=True)
        people = people_who(receiver.pk, "answer_referral")
        tell(as_organization(receiver.pk), people, kind=Notification.Kind.ENQUIRY_ASKED, about=copy.public_id)
        expect_answer(copy)
    to = ",".join(one.public_id for one in asked)
    facts = {"service": values["service_code"], "count": len(asked), "to": to}
    trail.record(events.ENQUIRY_ASKED, by=by, subject=enquiry, facts=facts)
    return enquiry


def _own_region(by: User) -> str:
    country = BY_CODE.get(by.home.country)
    return country.region if country else ""


def _check(values: Mapping[str, Any]) -> None:
    if unknown := set(values) - set(EnquiryAnswer.QUESTION):
        raise InvalidInput(field=sorted(unknown)[0])
    if "service_code" not in values:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    for name, codes in LISTS.items():
        if values.get(name, "") not in codes:
            raise InvalidInput(_("Choose from the list."), field=name)
    needs = values.get("needs", [])
    if len(set(needs)) != len(needs) or set(needs) - set(NEEDS):
        raise InvalidInput(_("Choose from the list."), field="needs")


def _allowed(receivers: Sequence[Organization], service_code: str, case: Case | None, by: User) -> list[Organization]:
    wanted = {one.pk for one in receivers}
    if not wanted:
        raise InvalidInput(_("Choose whom to ask."), field="receivers")
    if len(wanted) > MOST_ASKED:
        raise InvalidInput(_("Ask at most ten organizations at once."), field="receivers")
    found = list(askable(service_code, by, case=case).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise InvalidInput(_("Choose organizations that, by the directory, give this service."), field="receivers")
    return found


@transaction.atomic
def withdraw_enquiry(enquiry: Enquiry, *, by: User, versions: Versions = None) -> Enquiry:
    """Take it back: it can't be answered any more. Raises NotFound, NotPermitted, Conflict, NotInThisState."""
    rows = Enquiry.objects.visible_to(by).select_for_update(of=("self",))
    current = rows.filter(pk=enquiry.pk).first()
    if current is None:
        raise NotFound()
    require(by, "send_referral")
    if versions is not None and current.version not in versions:
        raise Conflict()
    if not current.is_open:
        raise NotInThisState(_("This enquiry is over already."))
    now = timezone.now()
    current.state, current.state_since = EnquiryState.WITHDRAWN, now
    current.version += 1
    current.save(update_fields=["state", "state_since", "version"])
    for copy in EnquiryAnswer.objects.visible_to(by).select_for_update(of=("self",)).filter(enquiry=current):
        copy.withdrawn_at, copy.version = now, copy.version + 1
        copy.save(update_fields=["withdrawn_at", "version"])
    trail.record(events.ENQUIRY_WITHDRAWN, by=by, subject=current)
    return current
