"""Questionnaires and assessments."""

from cases import actions
from cases.models import Case
from tests.conftest import as_user
from tests.doors.door import (
    AT_HOME,
    CASE_ROLES,
    CASEWORKERS_ON_IT,
    EDITING,
    REGISTRARS,
    SUPERVISORS,
    SUPERVISORS_AT_HOME,
    SUPERVISORS_ON_IT,
    WORKERS,
    Door,
    Who,
    case_doors,
)
from tests.doors.planted import word
from tests.questionnaires.forms import answered, form, question

DOORS = {
    "questionnaires": Door(SUPERVISORS),
    "questionnaire_add": Door(SUPERVISORS),
    "questionnaire_take": Door(SUPERVISORS, "POST"),
    "questionnaire": Door(SUPERVISORS_AT_HOME),
    "questionnaire_switch": Door(SUPERVISORS_AT_HOME, "POST"),
    "register_paper": Door(REGISTRARS),
    "contact_paper": Door(REGISTRARS),
    "house_log_paper": Door(WORKERS),
    "questionnaire_paper": Door(Who(CASE_ROLES, AT_HOME)),
    **case_doors("case_assessments assessment assessment_compare", CASEWORKERS_ON_IT),
    **case_doors("assessment_begin assessment_amend", CASEWORKERS_ON_IT, "POST"),
    **case_doors("assessment_fill assessment_finish", Who(EDITING, frozenset({"own"}))),  # of whoever began it
    **case_doors("assessment_drop", Who(EDITING, frozenset({"own"})), "POST"),
    **case_doors("assessment_review", SUPERVISORS_ON_IT),
}


def fill(world):
    """A form, two assessments that wait for a second person, and one begun."""
    worker, supervisor = world.people["caseworker"], world.people["supervisor"]
    with as_user(supervisor):
        asked = form(question("words"), approval=True)
        taken = actions.add_questionnaire(asked, by=supervisor).questionnaire
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        first, second, third = (_assess(case, taken, worker) for _ in range(3))
        begun = actions.begin_assessment(case, taken, by=worker)
        actions.keep_page(begun, answered(words=word("harbor", "begun")), saved=0, by=worker)
    with as_user(supervisor):
        actions.review_assessment(first, approve=False, note=word("harbor", "review"), by=supervisor)
    world.ids |= {
        "form_id": taken.public_id,
        "begun_id": begun.public_id,
        "assessment_id": second.public_id,
        "other_id": third.public_id,
        "code": "ilo_indicators",
    }


def _assess(case, taken, worker):
    begun = actions.begin_assessment(case, taken, by=worker)
    actions.keep_page(begun, answered(words=word("harbor", "assessment")), saved=0, by=worker)
    return actions.finish_assessment(begun, saved=1, by=worker)
