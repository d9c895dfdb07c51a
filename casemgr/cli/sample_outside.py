"""Partners of the demo that don't use the program, and referrals to them by phone and letter, in several states."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.cli.sample_accounts import DemoOrganization
from cases.actions import record_consent
from cases.actions.footing import is_child
from cases.models import Case
from referrals import actions
from referrals.models import Referral

#: by the short name of whoever keeps them; all invented
PARTNERS: dict[str, tuple[dict[str, Any], ...]] = {
    "harbor": (
        {
            "name": "Willow Night Clinic",
            "letter_name": "Willow Night Clinic, second floor",
            "telephone": "+1 555 0150",
            "address": "12 Invented Row\nRiverside",
            "ask_for": "the nurse on duty",
            "hours": "Every evening from six to eleven",
            "languages": ["en", "es"],
            "services": ["medical", "psychosocial"],
            "ways": ["phone", "in_person"],
        },
        {
            "name": "Cedar Advice Desk",
            "telephone": "+1 555 0151",
            "address": "3 Made-up Lane\nOld Town",
            "ask_for": "whoever holds the desk",
            "hours": "Tuesdays, nine to four",
            "languages": ["ar", "en"],
            "services": ["legal_aid", "immigration_relief"],
            "ways": ["phone", "letter"],
        },
    ),
    "sahel": (
        {
            "name": "Acacia Evening Clinic",
            "telephone": "+1 555 0153",
            "address": "5 Invented Square\nStation Street",
            "ask_for": "the midwife",
            "languages": ["fr", "ar"],
            "services": ["medical"],
            "ways": ["phone", "in_person"],
        },
    ),
}
#: written down and not confirmed yet
WAITING: dict[str, dict[str, Any]] = {
    "harbor": {
        "name": "Maple House",
        "telephone": "+1 555 0152",
        "ways": ["phone"],
        "services": ["short_term_housing"],
    },
    "sahel": {"name": "Fig Tree School", "telephone": "+1 555 0154", "ways": ["phone"], "services": ["education"]},
}
STAGES = ("offered", "accepted", "told", "completed", "taken_back")
CATEGORIES = ("identity", "contact", "language")


def make_outside(organizations: Sequence[DemoOrganization]) -> int:
    """Partners, confirmed by two, one more that waits, and referrals to the first two; returns how many referrals."""
    return sum(_of(one, PARTNERS[one.organization.slug]) for one in organizations if one.organization.slug in PARTNERS)


def _of(one: DemoOrganization, partners: Sequence[dict[str, Any]]) -> int:
    leader, admin, worker = (one.people[role] for role in ("supervisor", "org_admin", "caseworker"))
    kept = [_partner(values, leader, admin) for values in partners]
    with acting_as_user(admin), transaction.atomic():
        actions.add_outside(WAITING[one.organization.slug], by=admin)
    made = 0
    for number, (case, stage) in enumerate(zip(_some_cases(worker), STAGES, strict=False)):
        _refer(case, kept[number % len(kept)], stage, worker)
        made += 1
    return made


def _partner(values: dict[str, Any], leader: User, admin: User) -> Organization:
    with acting_as_user(leader), transaction.atomic():
        one = actions.add_outside(values, by=leader)
    with acting_as_user(admin), transaction.atomic():
        return actions.confirm_outside(one, version=one.version, by=admin).partner


def _some_cases(worker: User) -> list[Case]:
    with acting_as_user(worker), transaction.atomic():
        mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
        return list(mine.select_related("person").order_by("-number")[: len(STAGES)])


def _refer(case: Case, partner: Organization, stage: str, worker: User) -> None:
    with acting_as_user(worker), transaction.atomic():
        day = today(worker.home)
        consent = record_consent(
            case.person,
            basis="mature_minor" if is_child(case.person, day) else "consent",
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=day + datetime.timedelta(days=180),
            by=worker,
            recipient=partner,
            categories=CATEGORIES,
        )
        service = "legal_aid" if partner.name.endswith("Desk") else "medical"
        sent = actions.submit(actions.draft(consent=consent, service_code=service, by=worker, case=case), by=worker)
        if stage != "offered":
            _go_on(sent, stage, worker, day)


def _go_on(sent: Referral, stage: str, worker: User, day: datetime.date) -> None:
    """They say yes on the telephone; what follows, as far as the stage goes."""
    actions.accept(sent, way="phone", by=worker)
    if stage == "accepted":
        return
    actions.hand_over(sent, way="phone", told_on=day, whom="the one who answered", by=worker)
    if stage == "taken_back":
        actions.revoke(sent, by=worker)
    if stage == "completed":
        actions.record_contact(sent, result="ok", way="phone", by=worker)
        actions.complete(sent, outcome="given", way="letter", by=worker)
