"""The demo's forms: taken by the supervisor, answered about the first caseworker's cases. All invented."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case, Questionnaire
from cases.questionnaires import shipped

NOTICED = {"value": "noticed"}
SIGNS = {
    "deception": NOTICED,
    "debt_bondage": NOTICED,
    "restriction_of_movement": {"value": "not_noticed"},
    "violence": {"special": "declined"},
    "retention_of_documents": NOTICED,
    "withholding_of_wages": NOTICED,
}
THEN: dict[str, Any] = {
    "safe_now": {"value": "unsure"},
    "danger_from": {"value": ["exploiter", "community"]},
    "sleeps": {"value": "with_others"},
    "care": {"value": "soon"},
    "days_of_food": {"value": 2},
    "cares_for": {"value": "yes"},
    "dependant": [
        {"dependant_age": {"value": 9}, "dependant_where": {"value": "with_person"}},
        {"dependant_age": {"value": 3}, "dependant_where": {"value": "elsewhere"}},
    ],
    "needs": {"value": ["housing", "papers"]},
}
NOW = THEN | {"safe_now": {"value": "safe"}, "sleeps": {"value": "shelter"}, "needs": {"value": ["papers", "work"]}}
MONTH = datetime.timedelta(days=30)


def answer_forms(organizations: Sequence[DemoOrganization]) -> None:
    """Give each organization the forms that come with the product, and its newest cases some answers."""
    for one in organizations:
        worker, supervisor = one.people["caseworker"], one.people["supervisor"]
        forms = _take(supervisor)
        with acting_as_user(worker), transaction.atomic():
            cases = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
            first = F("next_follow_up").asc(nulls_last=True)  # as the list of cases begins
            for case in cases.select_related("person").order_by(first, "-updated_at", "-id")[:3]:
                _answer(case, forms, worker)


def _take(supervisor: User) -> dict[str, Questionnaire]:
    with acting_as_user(supervisor), transaction.atomic():
        return {code: actions.take_shipped(code, by=supervisor).questionnaire for code in shipped.CODES}


def _answer(case: Case, forms: dict[str, Questionnaire], worker: User) -> None:
    day = today(worker.home)
    _finish(case, forms["ilo_indicators"], SIGNS, day, worker)
    _finish(case, forms["needs_and_risk"], THEN, day - MONTH, worker)
    _finish(case, forms["needs_and_risk"], NOW, day, worker)
    begun = actions.begin_assessment(case, forms["needs_and_risk"], by=worker)
    actions.keep_page(begun, THEN, saved=0, by=worker)


def _finish(case: Case, form: Questionnaire, answers: dict[str, Any], day: datetime.date, worker: User) -> None:
    begun = actions.begin_assessment(case, form, by=worker)
    actions.keep_page(begun, answers, saved=0, by=worker)
    actions.finish_assessment(begun, saved=1, by=worker, happened_on=day, late_reason="paper")
