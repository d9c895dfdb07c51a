"""Houses, stays and people found together."""

import datetime

from django.utils import timezone

from cases import actions
from cases.models import Case, Missing, Room, SafeContact
from referrals import actions as directory
from tests.conftest import as_user, store_consent
from tests.doors.door import (
    ADMIN,
    CASE_ROLES,
    EDITORS_ON_IT,
    FEW_ON_IT,
    REGISTRARS,
    SUPERVISORS,
    SUPERVISORS_AT_HOME,
    WORKERS,
    Door,
    case_doors,
)
from tests.doors.personas import AT_HOME, Named, Who
from tests.doors.planted import word

IN_THE_HOUSE = Who(CASE_ROLES, AT_HOME)
LEADING = Named(frozenset({"caseworker", "supervisor", "second_supervisor"}))
HELPING = Named(frozenset({"caseworker", "colleague", "supervisor", "second_supervisor"}))

DOORS = {
    "houses": Door(WORKERS),
    "house_add": Door(SUPERVISORS),
    "house_reveal": Door(SUPERVISORS_AT_HOME, "POST"),
    "house_close": Door(SUPERVISORS_AT_HOME, "POST"),
    "house_directory_end": Door(SUPERVISORS_AT_HOME, "POST"),
    "directory_by_hand": Door(ADMIN, "POST"),
    "house_event_follow": Door(SUPERVISORS_AT_HOME, "POST"),
    "apart_add": Door(EDITORS_ON_IT),
    "apart_end": Door(FEW_ON_IT, "POST"),
    "incidents": Door(REGISTRARS),
    "incident_add": Door(REGISTRARS),
    "incident_refused": Door(HELPING, "POST"),
    "incident_helper": Door(LEADING),
    "incident_helper_end": Door(LEADING, "POST"),
    "incident_close": Door(LEADING, "POST"),
}
DOORS |= case_doors("house house_log house_event_add house_event", IN_THE_HOUSE)
DOORS |= case_doors("house_change house_directory room_add room_change", SUPERVISORS_AT_HOME)
DOORS |= case_doors(
    "case_stays stay_ask stay_in stay_move stay_with stay_extend stay_review stay_away stay_out missing_report "
    "missing_steps missing_found"
)
DOORS |= case_doors("stay_back stay_withdraw", method="POST")
DOORS |= case_doors("incident incident_numbers incident_print incident_row incident_ask", HELPING)


def fill(world):
    """A house where the case stays and is missed, a mark between two cases, and a sitting with two people asked."""
    leader, worker = world.people["supervisor"], world.people["caseworker"]
    with as_user(leader):
        house = actions.open_house(code_name="Tamarind", whereabouts=word("place", "street"), by=leader)
        room = actions.add_room(house, label="1", beds=4, by=leader)
        spare = actions.add_room(house, label="2", beds=1, by=leader)
    _count(house, world.people["org_admin"], leader)
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        sister = Case.objects.visible_to(worker).exclude(pk=case.pk).of_worker(worker).order_by("number").first()
        world.ids |= _stay(case, sister, room, worker)
        world.ids |= _log(case, house, worker)
        world.ids |= _sitting(world.people["colleague"], worker)
    with as_user(leader):
        spare = Room.objects.visible_to(leader).get(pk=spare.pk)
    world.ids |= {"house_id": house.public_id, "room_id": spare.public_id}


def _count(house, admin, leader):
    """The house is counted for a service of its organization's own entry in the directory."""
    with as_user(admin):
        own = directory.keep_organization({"name": "Harbor", "country": "USA", "member": admin.organization}, by=admin)
        beds = directory.keep_service({"name": "Beds", "service_code": "emergency_shelter"}, provider=own, by=admin)
    with as_user(leader):
        directory.connect_house(house, beds, by=leader)


def _stay(case, sister, room, worker):
    day = datetime.date.today()
    asked = actions.ask_bed(case, wanted_on=day, needs=word("harbor", "cot"), children=1, by=worker)
    stay = actions.check_in(asked, room=room, children=1, others=0, planned_end=day, by=worker)
    later = day + datetime.timedelta(days=9)
    stay = actions.extend_stay(stay, planned_end=later, reason=word("harbor", "longer"), by=worker)
    now = timezone.now()  # the row alone: an action would stop contact, and the case has more to show behind its doors
    about = {"organization_id": case.organization_id, "case": case, "person_id": case.person_id}
    missing = Missing(**about, stay=stay, noticed_at=now, noticed_by=worker, due_at=now + datetime.timedelta(hours=2))
    missing.save(force_insert=True)
    SafeContact.objects.visible_to(worker).filter(person=case.person).update(may_call=True)
    actions.missing_step(missing, kind="friends", words=word("harbor", "search"), by=worker)
    apart = actions.mark_apart(case, sister, reason="asked", by=worker)
    return {"stay_id": stay.public_id, "missing_id": missing.public_id, "apart_id": apart.public_id}


def _log(case, house, worker):
    codes = {"kind": "conflict", "injuries": "none", "police": "no"}
    event = actions.log_house_event(house, happened_at=timezone.now(), by=worker, **codes)
    stay = case.stays.unscoped("the stay of this case").get()
    actions.add_to_event(event, stay, part="present", words=word("harbor", "quarrel"), by=worker)
    return {"event_id": event.public_id}


def _sitting(helper, worker):
    """Number 1 waits, number 2 agreed, number 3 refused."""
    incident = actions.open_incident(kind="raid", words=word("place", "sitting"), by=worker)
    actions.name_helper(incident, user=helper, by=worker)
    rows = actions.add_rows(incident, count=3, by=worker)
    person = {"alias": word("sister", "alias")}
    actions.agree_row(rows[1], person=person, consent=store_consent(), private=True, by=worker)
    actions.refuse_row(rows[2], private=True, helped=["food"], by=worker)
    return {"incident_id": incident.public_id}
