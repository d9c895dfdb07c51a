"""What was written on paper first is entered with its day: long ago only with a reason, and the trail tells both."""

import datetime

import pytest
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput
from cases import actions
from cases.backdating import LATE
from cases.models import (
    CallTally,
    Case,
    Consent,
    ContactAttempt,
    House,
    HouseEvent,
    QuickContact,
    SafeContact,
    ServiceRecord,
)
from tests.conftest import as_user, open_case, store_consent
from tests.doors.world import sign_in
from tests.shelter.conftest import make_house

DAY = datetime.timedelta(days=1)
LONG_AGO = LATE + 5 * DAY


def before(gone):
    return timezone.localdate() - gone


def moment(gone):
    return timezone.now() - gone


def service(by, gone, reason=""):
    case = open_case(by)
    with as_user(by):
        day = before(gone)
        return actions.record_service(case, service_code="medical", on_date=day, late_reason=reason, by=by)


def attempt(by, gone, reason=""):
    case = open_case(by)
    with as_user(by):
        SafeContact.objects.visible_to(by).filter(person=case.person).update(may_call=True, channel="call")
        facts = {"way": "call", "result": "reached", "happened_at": moment(gone), "late_reason": reason}
        return actions.record_contact(case, by=by, **facts)


def call(by, gone, reason=""):
    with as_user(by):
        facts = {"kind": "help", "channel": "phone", "needs": ["legal_aid"]}
        return actions.take_contact(taken_at=moment(gone), late_reason=reason, by=by, **facts)


def registered(by, gone, reason=""):
    with as_user(by):
        told = {"person": {"alias": "Willow"}, "consent": store_consent()}
        return actions.register(opened_on=before(gone), late_reason=reason, by=by, **told)


def logged(by, gone, reason=""):
    with as_user(by):
        known = House.objects.visible_to(by).filter(code_name="Tamarind").first()
        house = known or actions.open_house(code_name="Tamarind", by=by)
        facts = {"kind": "conflict", "injuries": "none", "police": "no", "happened_at": moment(gone)}
        return actions.log_house_event(house, late_reason=reason, by=by, **facts)


KEPT = {
    service: (ServiceRecord, events.SERVICE_RECORDED),
    attempt: (ContactAttempt, events.CONTACT_RECORDED),
    call: (QuickContact, events.CONTACT_TAKEN),
    registered: (Case, events.PERSON_REGISTERED),
    logged: (HouseEvent, events.HOUSE_EVENT_LOGGED),
}


@pytest.mark.parametrize("entered", KEPT, ids=lambda one: one.__name__)
def test_long_ago_needs_a_reason_and_the_trail_tells_both_times(entered, supervisor):
    for reason in ("", "nonsense"):
        with pytest.raises(InvalidInput, match="more than a week ago") as refused:
            entered(supervisor, LONG_AGO, reason)
        assert refused.value.field == "late_reason"
    assert entered(supervisor, LONG_AGO, "paper").late_reason == "paper"
    with as_user(supervisor):
        entry = AuditEntry.objects.unscoped("the trail").filter(event=KEPT[entered][1]).latest("timestamp")
        told = entry.additional_data
        assert (told["on"], told["late"]) == (before(LONG_AGO).isoformat(), "paper")
        assert entry.timestamp.date() == timezone.now().date()


@pytest.mark.parametrize("entered", KEPT, ids=lambda one: one.__name__)
def test_some_days_ago_needs_none_and_the_future_is_refused(entered, supervisor):
    assert entered(supervisor, 3 * DAY, "paper").late_reason == ""
    with pytest.raises(InvalidInput, match="future"):
        entered(supervisor, -2 * DAY)


def test_a_registration_begins_with_its_consent_on_the_day_of_the_talk(supervisor):
    case = registered(supervisor, LONG_AGO, "offline")
    with as_user(supervisor):
        consent = Consent.objects.visible_to(supervisor).get(person_id=case.person_id)
        assert case.opened_on == consent.starts_on == before(LONG_AGO)
        assert case.next_follow_up == timezone.localdate()


def test_a_call_is_counted_on_the_day_it_came(supervisor):
    call(supervisor, LONG_AGO, "paper")
    with as_user(supervisor):
        counted = CallTally.objects.visible_to(supervisor).get(part=CallTally.Part.KIND)
        assert counted.day == before(LONG_AGO)


def test_a_planned_service_settled_for_long_ago_needs_a_reason(case, caseworker):
    with as_user(caseworker):
        planned = actions.record_service(case, service_code="medical", outcome="planned", by=caseworker)
        told = {"outcome": "delivered", "on_date": before(LONG_AGO), "by": caseworker}
        with pytest.raises(InvalidInput, match="more than a week ago"):
            actions.settle_service(planned, **told)
        assert actions.settle_service(planned, late_reason="told_later", **told).late_reason == "told_later"


def test_the_pages_ask_for_the_day_and_the_reason_and_show_both(caseworker):
    page, case = sign_in(caseworker), open_case(caseworker)
    at = f"/cases/{case.public_id}/services/new/"
    sent = {"often": "legal_aid", "outcome": "delivered", "on_date": str(before(LONG_AGO))}
    refused = page.post(at, sent)
    assert refused.status_code == 422 and "late_reason" in refused.context["form"].errors
    assert page.post(at, sent | {"late_reason": "paper"}).status_code == 302
    shown = page.get(f"/cases/{case.public_id}/services/").content.decode()
    assert "Recorded later:" in shown and "Written on paper first" in shown


def test_the_page_of_registration_takes_the_day_of_the_talk(caseworker):
    page, day = sign_in(caseworker), before(LONG_AGO)
    sent = {"step": "save", "alias": "Willow", "decision": "given", "method": "spoken", "basis": "consent"}
    sent |= {"ends_on": str(before(-365 * DAY)), "language": "en", "opened_on": str(day)}
    refused = page.post("/register/", sent)
    assert refused.status_code == 422 and "late_reason" in refused.context["form"].errors
    answer = page.post("/register/", sent | {"late_reason": "paper"})
    assert answer.status_code == 302
    assert "Recorded later: Written on paper first" in page.get(answer["Location"]).content.decode()


def test_the_page_of_a_call_and_of_the_log_take_the_time(supervisor):
    page, when = sign_in(supervisor), f"{before(LONG_AGO)}T10:00"
    sent = {"need": "legal_aid", "channel": "phone", "taken_at": when}
    assert page.post("/calls/new/help/phone/", sent).status_code == 422
    answer = page.post("/calls/new/help/phone/", sent | {"late_reason": "offline"})
    assert "No network or power" in page.get(answer["Location"]).content.decode()
    house = make_house(supervisor)
    sent = {"kind": "conflict", "injuries": "none", "police": "no", "happened_at": when}
    at = f"/houses/{house.public_id}/log/new/"
    assert page.post(at, sent).status_code == 422
    answer = page.post(at, sent | {"late_reason": "forgotten"})
    assert "Forgotten at the time" in page.get(answer["Location"]).content.decode()
