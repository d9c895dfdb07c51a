"""Doors of what people ask about their own record, of legal holds, and of how long records are kept."""

import datetime

from django.db import transaction

from cases import actions
from cases.models import Case
from referrals.models import DeletionAsk, Referral
from tests.conftest import as_user
from tests.doors.door import (
    ADMIN,
    CASEWORKERS,
    ON_THE_CASE,
    PARTY,
    REGISTRARS_ON_IT,
    SUPERVISORS,
    SUPERVISORS_AT_HOME,
    SUPERVISORS_ON_IT,
    WORKERS,
    Door,
    case_doors,
)
from tests.doors.personas import Who
from tests.doors.planted import word

DOORS = {
    **case_doors("case_rights right", ON_THE_CASE),
    **case_doors("right_ask right_check right_answer deletion_asked deletion_answered", REGISTRARS_ON_IT),
    **case_doors("right_refuse right_approve right_copy right_hold hold_place", SUPERVISORS_ON_IT),
    "right_step": Door(REGISTRARS_ON_IT, "POST"),
    "hold_lift": Door(SUPERVISORS_ON_IT, "POST"),
    "log_hold": Door(SUPERVISORS_AT_HOME),
    "log_hold_lift": Door(SUPERVISORS_AT_HOME, "POST"),
    "referral_deletion": Door(Who(CASEWORKERS, PARTY)),
    "rights": Door(WORKERS),
    "retention": Door(SUPERVISORS),
    "closing": Door(SUPERVISORS),
    "keeping": Door(ADMIN),
}


def record_threat(by):
    """A threat of today that nobody else wrote down."""
    told = {"kind": "words", "against": "organization", "police": "told", "happened_on": datetime.date.today()}
    return actions.record_threat(words=word("leader", "threat"), by=by, **told)


def ask_to_delete(world, request, by):
    """Two who were told: one who was asked, and the partner of Harbor's referral, by its page. Nothing is revoked."""
    said, day = word("harbor", "right"), datetime.date.today()
    about = {name: getattr(request, name) for name in ("organization_id", "case_id", "person_id")} | {"due_on": day}
    with as_user(by), transaction.atomic():
        referral = Referral.objects.visible_to(by).select_related("receiver").get(public_id=world.ids["referral_id"])
        here = {"partner": referral.receiver, "referral": referral, "how": "system", "asked_on": day}
        DeletionAsk(request=request, asked_by=by, **about, **here).save(force_insert=True)
        phoned = DeletionAsk(
            request=request, recipient=said, how="phone", asked_on=day, asked_by=by, whom=said, **about
        )
        phoned.words = said
        phoned.save(force_insert=True)
        DeletionAsk(request=request, recipient=said, **about).save(force_insert=True)
    return {"deletion_id": phoned.public_id, "revoked_id": referral.public_id}


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
        threat = record_threat(supervisor)
        kept = actions.hold_log("threat", threat.public_id, reason=word("log", "hold"), by=supervisor)
    world.ids |= {"right_id": narrative.public_id, "hold_id": hold.public_id, "log_hold_id": kept.public_id}
    world.ids |= {"log_kind": "threat", "log_id": threat.public_id}
    world.ids |= ask_to_delete(world, narrative, worker)
    world.ids |= {"right_kind": "copy", "right_event": "take_back"}
