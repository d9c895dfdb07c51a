"""The demo's legal work: a proceeding, deadlines, a request in decision, a case conference. All invented."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case

CLAIM = {
    "kind": "labour",
    "role": "claimant",
    "court": "Labour court, room for wage claims",
    "reference": "LC 17/2026 (invented)",
    "counsel": "The legal aid office's duty lawyer",
}
TRIAL = {"kind": "criminal", "role": "witness", "court": "District court", "counsel": "Counsel for witnesses"}
ASKED: dict[str, Any] = {
    "asker": "Immigration office, second desk",
    "served_by": "By letter, handed over at the door",
    "asked": ["identity", "contact", "experience"],
    "scope": "Everything on file about her stay since March",
    "counsel": "asked",
    "advice": "Only what the letter names; the address is not needed. Object to the rest.",
    "informed": "told",
    "decision": "partly",
    "categories": ["identity"],
    "reasons": "The letter rests on an order. The name is in it already.",
}
HELD = {
    "kind": "detention",
    "done_by": "border",
    "happened": "2026-03",
    "appeal": "possible",
    "words": "Nine days, because she had no papers. Nobody asked what had happened to her.",
}
AGENDA = "1. A school for the boy\n2. Who goes along to the hearing\n3. What she wants to know from the doctors"
DAY = datetime.timedelta(days=1)


def make_legal(organizations: Sequence[DemoOrganization]) -> None:
    """Give each organization's first caseworker's first cases in the list their legal work."""
    for one in organizations:
        worker, supervisor, colleague = (one.people[role] for role in ("caseworker", "supervisor", "colleague"))
        with acting_as_user(worker), transaction.atomic():
            mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
            first = F("next_follow_up").asc(nulls_last=True)  # as the list of cases begins
            cases = list(mine.select_related("person").order_by(first, "-updated_at", "-id")[:3])
        if len(cases) < 3:
            continue
        _proceed(cases, worker)
        _ask(cases, worker)
        _confer(cases[0], worker, supervisor, colleague)


def _proceed(cases: Sequence[Case], worker: User) -> None:
    day = today(worker.home)
    soon = (timezone.now() + 6 * DAY).replace(minute=0, second=0, microsecond=0)
    with acting_as_user(worker), transaction.atomic():
        claim = actions.record_proceeding(cases[0], state="open", by=worker, **CLAIM)
        actions.add_hearing(
            claim,
            starts_at=soon,
            place="Side entrance, room code B",
            accompanied_by=worker,
            interpreter_needed=True,
            measures_asked=["screen", "escort"],
            measures_granted=["escort"],
            accommodations_asked=["breaks", "captions"],
            by=worker,
        )
        award = actions.record_award(
            claim, kind="wages", amount=Decimal("2400.00"), currency="USD", ordered_on=day - 40 * DAY, by=worker
        )
        actions.record_award_payment(award, amount=Decimal("600.00"), paid_on=day - 9 * DAY, by=worker)
        actions.add_deadline(
            cases[0], kind="permit", due_on=day + 3 * DAY, basis="The stamp in her passport", by=worker
        )
        actions.add_deadline(cases[1], kind="appeal", due_on=day - 1 * DAY, basis="Letter of the court", by=worker)
        actions.record_proceeding(cases[1], state="open", by=worker, **TRIAL)
        actions.record_authority_harm(cases[0], by=worker, **HELD)


def _ask(cases: Sequence[Case], worker: User) -> None:
    due = (timezone.now() + 5 * DAY).replace(minute=0, second=0, microsecond=0)
    with acting_as_user(worker), transaction.atomic():
        request = actions.record_request(cases[0], kind="immigration", answer_due_at=due, by=worker, **ASKED)
        actions.propose_answer(request, by=worker)
        actions.record_request(cases[1], kind="subpoena", asker="District court", asked=["experience"], by=worker)
        actions.log_unknown_request(
            kind="informal",
            asker="A man on the telephone who gave no number",
            about="Asked for a girl with a blue coat",
            answer="We neither confirm nor deny whether we know anybody.",
            by=worker,
        )


def _confer(case: Case, worker: User, supervisor: User, colleague: User) -> None:
    at = (timezone.now() + 4 * DAY).replace(minute=0, second=0, microsecond=0)
    with acting_as_user(worker), transaction.atomic():
        meeting = actions.plan_conference(case, starts_at=at, agenda=AGENDA, agenda_agreed=True, by=worker)
        actions.seat_colleague(meeting, colleague=supervisor, by=worker)
        actions.seat_outsider(meeting, name="Somebody of the school office", part="without_identity", by=worker)
        day = today(worker.home) + 6 * DAY
        actions.follow_up_conference(meeting, title="Ask two schools", due_on=day, assigned_to=worker, by=worker)
    with acting_as_user(supervisor), transaction.atomic():
        actions.seat_colleague(meeting, colleague=colleague, until=at + 2 * DAY, by=supervisor)
