"""The demo's hard hours: a crisis plan, a return, somebody missing, a death, staff out alone. All invented."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import set_working_rules
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.questions import HEALTH_QUESTIONS
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case, StaffCare

PLAN = {
    "warning_signs": "She stops answering and sleeps by day.",
    "what_helps": "Walking to the water. Her brother's voice messages.",
    "whom_to_call": "Her brother, by voice message, in the evening.",
    "surroundings": "The medicine stays with the night staff.",
    "professional_help": "The clinic's crisis line, invented: 555 0130.",
    "own_words": "Don't tell me that it will pass. Sit with me.",
}
DANGER = {
    "who_may_find": "The recruiter's cousin lives in the next street.",
    "debts": "A loan for the journey; the lender still calls.",
    "family": "The mother is glad. An uncle isn't.",
    "again": "Work in the same town would lead back to the same people.",
    "measures": "Another town first; the partner there meets her at the bus.",
}


def care(organizations: Sequence[DemoOrganization]) -> None:
    """Give each organization something of each kind."""
    for one in organizations:
        _ask_health(one.people["org_admin"])
        worker, supervisor = one.people["caseworker"], one.people["supervisor"]
        worker.home.refresh_from_db()
        mine = _open_cases(worker)
        if len(mine) >= 6:
            _crisis(mine, worker)
            _return(mine[2], worker, supervisor)
            _gone(_open_cases(one.people["colleague"]), one.people["colleague"])
        _staff(one, worker, supervisor)


def _ask_health(admin: User) -> None:
    with acting_as_user(admin), transaction.atomic():
        home = admin.home
        rules = {"self_approval": home.self_approval, "closure_approval": home.closure_approval}
        set_working_rules(**rules, asked={*home.asked, *HEALTH_QUESTIONS.values()}, by=admin)


def _open_cases(worker: User) -> list[Case]:
    with acting_as_user(worker), transaction.atomic():
        mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
        return list(mine.select_related("person").order_by("-number")[:8])


def _crisis(cases: Sequence[Case], worker: User) -> None:
    with acting_as_user(worker), transaction.atomic():
        actions.write_crisis_plan(cases[0], PLAN, read=None, by=worker)
        told = {"thoughts": "yes", "how": "no", "today": "yes"}
        words = "She promised to wake the night staff first."
        actions.record_crisis_check(cases[0], answers=told, hours=4, words=words, by=worker)
        actions.record_crisis_check(cases[1], answers={"not_here": "yes"}, hours=24, by=worker)
        due = today(worker.home) + datetime.timedelta(days=120)
        actions.add_health_fact(cases[0], kind="pregnancy", expected_on=due, by=worker)
        actions.add_kin_rule(cases[0], who="Her brother", may="only_that", never="Where she worked", by=worker)


def _return(case: Case, worker: User, supervisor: User) -> None:
    with acting_as_user(worker), transaction.atomic():
        wish = "I want to see my mother before the rains."
        going = actions.consider_return(case, destination="Her mother's town", wish=wish, by=worker)
        risk = actions.assess_return(going, DANGER, by=worker)
    with acting_as_user(supervisor), transaction.atomic():
        actions.approve_return_risk(risk, by=supervisor)


def _gone(cases: Sequence[Case], colleague: User) -> None:
    if len(cases) < 4:
        return
    with acting_as_user(colleague), transaction.atomic():
        seen = "At the bus station on Tuesday, alone."
        words = "She didn't come back to the house and answers nobody."
        steps = "Night staff asks at the station; the caseworker asks the clinic."
        actions.mark_gone(cases[-1], kind="missing", words=words, last_known=seen, steps=steps, by=colleague)
        actions.mark_gone(cases[-2], kind="dead", words="The hospital called her contact person.", by=colleague)


def _staff(one: DemoOrganization, worker: User, supervisor: User) -> None:
    with acting_as_user(worker), transaction.atomic():
        back = timezone.now() + datetime.timedelta(hours=2)
        actions.start_visit(
            place="The market, by the fountain", back_by=back, watcher=one.people["colleague"], by=worker
        )
        actions.record_threat(
            kind="followed",
            against="self",
            happened_on=today(worker.home) - datetime.timedelta(days=2),
            words="The same car waited outside the office on two evenings.",
            police="told",
            measures="We leave in pairs and by the back door.",
            by=worker,
        )
    with acting_as_user(supervisor), transaction.atomic():
        weights = {name: getattr(StaffCare(), name) for name in StaffCare.WEIGHTS}
        whom = "Ana, who works for none of us, Thursdays"
        actions.set_staff_care(weights, debrief=True, debrief_with=whom, version=1, by=supervisor)
