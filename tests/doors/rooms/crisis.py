"""Crisis plans, restricted health facts, returns, people gone, staff safety."""

import datetime
from functools import partial

from django.utils import timezone

from casemgr.accounts.models import Organization
from casemgr.accounts.questions import HEALTH_QUESTIONS
from cases import actions
from cases.models import Case, CrisisPlan, ReturnRisk, Whereabouts
from tests.conftest import as_user
from tests.doors.door import (
    CASE_ROLES,
    CASEWORKERS_ON_IT,
    EDITORS_ON_IT,
    KNOWING_HEALTH,
    ON_THE_CASE,
    SUPERVISORS,
    SUPERVISORS_AT_HOME,
    SUPERVISORS_ON_IT,
    WORKERS,
    Door,
    case_doors,
)
from tests.doors.personas import ON_CASE, Who
from tests.doors.planted import word

READING_HEALTH = Who(CASE_ROLES - {"legal_worker"}, ON_CASE)
EDITING_HEALTH = Who(KNOWING_HEALTH, ON_CASE)
FEW = Who(KNOWING_HEALTH, frozenset({"own"})) | Who(frozenset({"health_worker"}), ON_CASE) | SUPERVISORS_ON_IT
OUT = Who(frozenset({"caseworker"}), frozenset({"own", "asked"})) | SUPERVISORS_AT_HOME

DOORS = {
    **case_doors("case_crisis crisis_check health_facts", READING_HEALTH),
    **case_doors("crisis_plan_write health_fact_add", EDITING_HEALTH),
    **case_doors("health_fact_end", FEW, "POST"),
    **case_doors("case_return return_consider return_assess return_embassy return_step", CASEWORKERS_ON_IT),
    **case_doors("return_approve", SUPERVISORS_ON_IT, "POST"),
    **case_doors("case_gone gone_mark", ON_THE_CASE),
    **case_doors("gone_confirm", CASEWORKERS_ON_IT, "POST"),
    **case_doors("gone_end kin_add", EDITORS_ON_IT),
    **case_doors("kin_end", EDITORS_ON_IT, "POST"),
    "staff_safety": Door(WORKERS),
    "visit_start": Door(WORKERS),
    "visit_one": Door(OUT),
    "visit_back": Door(OUT, "POST"),
    "threat_add": Door(WORKERS),
    "staff_care": Door(SUPERVISORS),
}


def fill(world):
    """Everything on Harbor's case; its contact goes on, so that other doors stay open."""
    worker, w = world.people["caseworker"], partial(word, "harbor")
    Organization.objects.filter(pk=worker.organization_id).update(asked=sorted(HEALTH_QUESTIONS.values()))
    worker.organization.refresh_from_db()
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        actions.write_crisis_plan(case, dict.fromkeys(CrisisPlan.PARTS, w("crisis")), read=None, by=worker)
        actions.record_crisis_check(case, answers={"thoughts": "yes"}, hours=4, words=w("crisis"), by=worker)
        fact = actions.add_health_fact(case, kind="mental", words=w("fact"), by=worker)
        kin = actions.add_kin_rule(case, who=w("kin"), may="nothing", never=w("kin"), by=worker)
        going = actions.consider_return(case, destination=w("going"), wish=w("going"), by=worker)
        risk = actions.assess_return(going, dict.fromkeys(ReturnRisk.PARTS, w("going")), by=worker)
        visit = actions.start_visit(
            place=word("leader", "visit"),
            back_by=timezone.now() + datetime.timedelta(hours=4),
            watcher=world.people["colleague"],
            case=case,
            by=worker,
        )
        actions.record_threat(
            kind="words",
            against="self",
            happened_on=datetime.date.today() - datetime.timedelta(days=1),
            words=word("leader", "threat"),
            measures=word("leader", "threat"),
            police="told",
            by=worker,
        )
    with as_user(world.people["named_intake"]):
        gone = Whereabouts(
            organization_id=case.organization_id,
            case=case,
            person_id=case.person_id,
            kind="missing",
            words=w("gone"),
            last_known=w("gone"),
            steps=w("gone"),
            recorded_by=world.people["named_intake"],
        )
        gone.save(force_insert=True)
    world.ids |= {
        "fact_id": fact.public_id,
        "kin_id": kin.public_id,
        "risk_id": risk.public_id,
        "return_event": "stop",
        "visit_id": visit.public_id,
        "gone_id": gone.public_id,
    }
