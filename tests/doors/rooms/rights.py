"""Doors of what people ask about their own record, of legal holds, and of how long records are kept."""

from cases import actions
from cases.models import Case
from tests.conftest import as_user
from tests.doors.door import (
    ADMIN,
    ON_THE_CASE,
    REGISTRARS_ON_IT,
    SUPERVISORS,
    SUPERVISORS_ON_IT,
    WORKERS,
    Door,
    case_doors,
)
from tests.doors.planted import word

DOORS = {
    **case_doors("case_rights right", ON_THE_CASE),
    **case_doors("right_ask right_check right_answer", REGISTRARS_ON_IT),
    **case_doors("right_refuse right_approve right_copy right_hold hold_place", SUPERVISORS_ON_IT),
    "right_step": Door(REGISTRARS_ON_IT, "POST"),
    "hold_lift": Door(SUPERVISORS_ON_IT, "POST"),
    "rights": Door(WORKERS),
    "retention": Door(SUPERVISORS),
    "closing": Door(SUPERVISORS),
    "keeping": Door(ADMIN),
}


def fill(world):
    """A request to be checked in private, one to be corrected, and a hold, on Harbor's case."""
    worker, supervisor = world.people["caseworker"], world.people["supervisor"]
    told = {"asker": "person", "identity": "known", "by": worker}
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        actions.ask_right(case, kind="copy", delivery=word("harbor", "right"), **told)
        narrative = actions.ask_right(case, kind="narrative", words=word("harbor", "right"), **told)
        said = word("harbor", "private")
        actions.check_right(narrative, finding="unsure", alone=True, words=said, by=worker)
    with as_user(supervisor):
        hold = actions.place_hold(case, reason=word("harbor", "hold"), by=supervisor)
    world.ids |= {"right_id": narrative.public_id, "hold_id": hold.public_id}
    world.ids |= {"right_kind": "copy", "right_event": "take_back"}
