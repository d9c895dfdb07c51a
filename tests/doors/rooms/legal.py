"""Doors of proceedings, deadlines, requests of authorities and case conferences, and what lies behind them."""

import datetime
from decimal import Decimal
from functools import partial

from django.utils import timezone

from cases import actions
from cases.models import Case
from tests.conftest import as_user
from tests.doors.door import (
    CASEWORKERS,
    CASEWORKERS_ON_IT,
    EDITING,
    EDITORS_ON_IT,
    LEGAL_ON_IT,
    ON_THE_CASE,
    SUPERVISORS_ON_IT,
    WRITING,
    Door,
    case_doors,
)
from tests.doors.personas import ON_CASE, Who
from tests.doors.planted import word

LEGAL = Who(CASEWORKERS | {"legal_worker"})
DOORS = {
    "legal_requests": Door(LEGAL),
    "unknown_request_add": Door(LEGAL),
    **case_doors(
        "case_legal deadline_add deadline_settle harm_add harm_retract proceeding_add proceeding proceeding_change "
        "proceeding_step hearing_add hearing_change award_add payment_add request_add legal_request request_change "
        "request_step",
        LEGAL_ON_IT,
    ),
    "request_propose": Door(LEGAL_ON_IT, "POST"),
    "request_decide": Door(SUPERVISORS_ON_IT),
    "request_release": Door(CASEWORKERS_ON_IT),
    **case_doors("case_conferences conference", ON_THE_CASE),
    **case_doors(
        "conference_add conference_change conference_seat conference_outsider conference_task conference_cancel",
        EDITORS_ON_IT,
    ),
    "conference_hold": Door(Who(EDITING & WRITING, ON_CASE)),
    "conference_unseat": Door(EDITORS_ON_IT, "POST"),
}


def fill(world):
    """A proceeding with a hearing and money, a deadline, harm, a request that waits, a log entry, a conference."""
    worker, w = world.people["caseworker"], partial(word, "harbor")
    soon, day = timezone.now() + datetime.timedelta(days=3), datetime.date.today()
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        words = dict.fromkeys(("court", "reference", "counsel"), w("proceeding"))
        proceeding = actions.record_proceeding(case, kind="labour", role="claimant", state="open", by=worker, **words)
        actions.step_proceeding(proceeding, "decide", words=w("proceeding"), by=worker)
        hearing = actions.add_hearing(proceeding, starts_at=soon, place=w("proceeding"), by=worker)
        award = actions.record_award(
            proceeding, kind="wages", amount=Decimal(9), currency="USD", ordered_on=day, by=worker
        )
        deadline = actions.add_deadline(case, kind="permit", due_on=soon.date(), basis=w("deadline"), by=worker)
        said = dict.fromkeys(("decided_by", "words"), w("harm"))
        harm = actions.record_authority_harm(case, kind="arrest", done_by="police", by=worker, **said)
        request = actions.record_request(case, kind="subpoena", by=worker, **_asked(w("request")))
        actions.propose_answer(request, by=worker)
        actions.log_unknown_request(
            kind="informal", asker=word("log", "asked"), about=word("log", "asked"), answer="Neither", by=worker
        )
        meeting = actions.plan_conference(case, starts_at=soon, agenda=w("agenda"), agenda_agreed=True, by=worker)
        seat = actions.seat_outsider(meeting, name=w("agenda"), part="without_identity", by=worker)
    world.ids |= {
        "proceeding_id": proceeding.public_id,
        "proceeding_event": "appeal",
        "hearing_id": hearing.public_id,
        "award_id": award.public_id,
        "deadline_id": deadline.public_id,
        "harm_id": harm.public_id,
        "served_id": request.public_id,
        "request_event": "lapse",
        "conference_id": meeting.public_id,
        "seat_id": seat.public_id,
    }


def _asked(words):
    sealed = dict.fromkeys(("asker", "served_by", "scope", "advice", "reasons"), words)
    return sealed | {"asked": ["identity"], "counsel": "asked", "informed": "told", "decision": "refuse"}
