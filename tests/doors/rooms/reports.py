"""Reports, projects and trainings: for those who lead, over the cases that each sees."""

import datetime

from cases import actions
from tests.conftest import as_user
from tests.doors.door import EDITORS_ON_IT, LEADERS, SUPERVISORS, SUPERVISORS_AT_HOME, Door
from tests.doors.personas import Named
from tests.doors.planted import word

OWNER = Named(frozenset({"supervisor"}))

DOORS = {
    **{name: Door(LEADERS) for name in "report report_print report_file report_exact report_save".split()},
    **{name: Door(LEADERS) for name in "equity quality projects training_add".split()},
    "report_count": Door(LEADERS, "POST"),
    "report_counting": Door(OWNER),
    "report_count_cancel": Door(OWNER, "POST"),
    "report_delete": Door(OWNER, "POST"),
    "report_rules": Door(SUPERVISORS),
    "project_add": Door(SUPERVISORS),
    "project_change": Door(SUPERVISORS_AT_HOME),
    "project_end": Door(SUPERVISORS_AT_HOME, "POST"),
    "case_counted": Door(EDITORS_ON_IT),
}


def fill(world):
    """A project, a training, and figures that their maker keeps to themselves: saved, and being counted."""
    who, today = world.people["supervisor"], datetime.date.today()
    with as_user(who):
        project = actions.save_project(name="Safe homes", starts_on=today, by=who)
        actions.record_training(audience="officials", held_on=today, people=12, project=project, by=who)
        kept = actions.save_report(name=word("leader", "view"), query="when=last-month&kind=survivor", by=who)
        begun = actions.count_report("report", {"when": "last-month", "kind": "at_risk"}, by=who)
    world.ids |= {"figures": "report", "count_id": begun.public_id}
    world.ids |= {"project_id": project.public_id, "report_id": kept.public_id, "shape": "csv"}
