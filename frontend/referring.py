"""One sitting of referring somebody: what would be shared, whether the person agreed already, and sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from cases.actions import record_consent
from cases.codelists.services import SERVICES
from cases.disclosed import collect
from cases.models import Case, Consent
from cases.querysets.people import ConsentQuerySet
from frontend.templatetags.days import day
from referrals import actions
from referrals.codes import TIME_TO_DECIDE, AgeBand, Urgency
from referrals.lifecycle import State
from referrals.models import OutsidePartner, Referral
from referrals.offer import coded_facts
from referrals.querysets import ReferralQuerySet

MOST = 20  # referrals offered to pass on: those of the last time
OVER = (State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.REVOKED, State.ENTERED_IN_ERROR, State.NOT_COMPLETED)


@dataclass(frozen=True)
class Choice:
    """What was chosen on the first page."""

    receiver: Organization
    service_code: str
    urgency: str
    categories: list[str]
    feedback: str
    onward_from: str = ""


def offer_facts(case: Case, choice: Choice, by: User) -> dict[str, Any]:
    """What the receiver sees before anybody accepts."""
    facts = coded_facts(case.person, by.home, today(by.home))
    words = {"age": dict(AgeBand.choices).get(facts["age_band"], ""), "hours": hours_to_decide(choice.urgency)}
    return facts | words | {"urgency": Urgency(choice.urgency).label}


def hours_to_decide(urgency: str) -> int:
    """How long the receiver has to answer."""
    return int(TIME_TO_DECIDE[Urgency(urgency)].total_seconds() // 3600)


def preview(case: Case, choice: Choice, by: User) -> dict[str, Any]:
    """Exactly what would be shared, as it is recorded now. The look is written down: it shows masked facts."""
    fields = collect(case, choice.categories)
    trail.record(
        events.PERSON_IDENTITY_REVEALED,
        by=by,
        subject=case.person,
        facts={"field": "identity", "names": ",".join(sorted(fields)), "for": "referral"},
    )
    return fields


def agreed_already(case: Case, choice: Choice, by: User) -> Consent | None:
    """A consent in force to share exactly these kinds of data with this receiver for this service.

    A "No" to this service outweighs any general "Yes", a newer general "No" a "Yes" to this service.
    """
    words = (
        Consent.objects.visible_to(by)
        .current()
        .filter(person_id=case.person_id, purpose="share", recipient=choice.receiver)
    )
    said = words.filter(service_code__in={"", choice.service_code})
    for consent in said.in_force(today(by.home)).order_by("-service_code"):
        if set(consent.categories) == set(choice.categories) and not _refused(consent, said):
            return consent
    return None


def _refused(consent: Consent, said: ConsentQuerySet) -> bool:
    against = said.filter(decision=Consent.Decision.DECLINED)
    if consent.service_code:
        against = against.filter(recorded_at__gt=consent.recorded_at)
    return against.exists()


def same_already(case: Case, choice: Choice, by: User) -> Referral | None:
    """A referral to the same receiver for the same service that still stands: a new consent replaces its own."""
    rows = (
        Referral.objects.visible_to(by).about(case).filter(receiver=choice.receiver, service_code=choice.service_code)
    )
    return rows.exclude(state__in=OVER).first()


def gives(choice: Choice, by: User) -> bool:
    """Whether it is written down that a partner outside gives this service."""
    partners = OutsidePartner.objects.visible_to(by).filter(partner=choice.receiver)
    return partners.filter(services__contains=[choice.service_code]).exists()


def may_pass_on(by: User) -> list[tuple[str, str]]:
    """Referrals that the user themselves took on, newest first, as choices: from whom, for what, since when."""
    rows = _taken_on(by).filter(parties__worker=by, purged_at=None).select_related("sender")
    rows = rows.order_by("-state_since")[:MOST]
    return [(r.public_id, f"{r.sender.name} · {SERVICES.label(r.service_code)} · {day(r.state_since)}") for r in rows]


def _taken_on(by: User) -> ReferralQuerySet:
    rows: ReferralQuerySet = Referral.objects.visible_to(by).received_by(by).taken_on()
    return rows


def send(case: Case, choice: Choice, word: dict[str, Any] | None, by: User) -> Referral | None:
    """Record the person's word (or use the one in force, when `word` is None) and send. None if they said no."""
    consent = agreed_already(case, choice, by) if word is None else _record(case, choice, word, by)
    if consent is None or consent.decision != Consent.Decision.GIVEN:
        return None
    referral = actions.draft(
        consent=consent,
        service_code=choice.service_code,
        by=by,
        case=case,
        urgency=choice.urgency,
        feedback=choice.feedback,
        onward_from=_taken_on(by).filter(public_id=choice.onward_from).first() if choice.onward_from else None,
    )
    return actions.submit(referral, by=by)


def _record(case: Case, choice: Choice, word: dict[str, Any], by: User) -> Consent:
    return record_consent(
        case.person,
        purpose=Consent.Purpose.SHARE,
        recipient=choice.receiver,
        categories=choice.categories,
        service_code=choice.service_code,
        by=by,
        **word,
    )
