"""Some referrals between the demo's organizations, in every stage, made through the ordinary actions."""

import datetime
import random
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases.actions import record_consent
from cases.actions.footing import is_child
from cases.models import Case
from referrals import actions
from referrals.lifecycle import DeclineReason
from referrals.models import Referral

CATEGORIES = ("identity", "contact", "language", "background", "needs")
SERVICES = ("legal_aid", "emergency_shelter", "medical", "psychosocial")
STAGES = ("draft", "submitted", "submitted", "acknowledged", "accepted", "accepted", "declined")


def make_referrals(organizations: Sequence[DemoOrganization], seed: int) -> int:
    """A few referrals from each organization to the next one; returns how many."""
    dice = random.Random(f"casemgr:referrals:{seed}")  # noqa: S311 - invented data
    made = 0
    for index, sender in enumerate(organizations):
        receiver = organizations[(index + 1) % len(organizations)]
        worker = sender.people["caseworker"]
        for case_id, stage in zip(_some_cases(worker, len(STAGES)), STAGES, strict=False):
            referral = _offer(case_id, stage, worker, receiver, dice)
            _answer(referral, stage, receiver.people["caseworker"])
            made += 1
    return made


def _some_cases(worker: User, count: int) -> list[UUID]:
    with acting_as_user(worker), transaction.atomic():
        mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
        return list(mine.order_by("number").values_list("pk", flat=True)[:count])


def _offer(case_id: UUID, stage: str, worker: User, to: DemoOrganization, dice: random.Random) -> Referral:
    with acting_as_user(worker), transaction.atomic():
        case = Case.objects.visible_to(worker).select_related("person").get(pk=case_id)
        day = today(worker.home)
        consent = record_consent(
            case.person,
            basis="mature_minor" if is_child(case.person, day) else "consent",
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=day + datetime.timedelta(days=180),
            by=worker,
            recipient=to.organization,
            categories=CATEGORIES,
        )
        referral = actions.draft(consent=consent, service_code=dice.choice(SERVICES), by=worker, case=case)
        return referral if stage == "draft" else actions.submit(referral, by=worker)


def _answer(referral: Referral, stage: str, worker: User) -> None:
    if stage in ("draft", "submitted"):
        return
    with acting_as_user(worker), transaction.atomic():
        if stage == "declined":
            actions.decline(referral, reason=DeclineReason.NO_CAPACITY, by=worker)
            return
        actions.acknowledge(referral, by=worker)
        if stage == "accepted":
            actions.accept(referral, by=worker)
