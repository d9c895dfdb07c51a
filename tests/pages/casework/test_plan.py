"""The plan on pages: goals, steps, safety plan, appointments, approvals, and the calendar feed."""

import datetime
import re

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from casemgr.accounts.actions import set_working_rules
from cases import actions
from cases.models import Appointment, Approval, Case, Goal, SafetyPlan, Task
from tests.conftest import as_user, in_a_year

from .conftest import words


def at(case, part=""):
    return f"/cases/{case.public_id}/plan/{part}"


def soon(hours=30):
    return (timezone.localtime() + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def only(model, by):
    with as_user(by):
        return model.objects.visible_to(by).get()


def test_a_goal_gets_steps_and_is_settled(page, case, caseworker):
    page.post(at(case, "goals/new/"), {"words": "A room of my own", "area": "housing"})
    goal = only(Goal, caseworker)
    step = {
        "title": "See two rooms",
        "kind": "other",
        "due_on": str(in_a_year(40)),
        "assigned_to": caseworker.public_id,
    }
    assert page.get(at(case, f"new/?goal={goal.public_id}")).context["form"]["goal"].value() == goal.public_id
    page.post(at(case, "new/"), step | {"goal": goal.public_id})
    shown = words(page.get(at(case)))
    assert "A room of my own" in shown and "See two rooms" in shown
    page.post(at(case, f"goals/{goal.public_id}/"), {"version": 1, "state": "reached", "outcome": "Moved in"})
    assert "Moved in" in words(page.get(at(case)))
    assert "A room of my own" not in words(page.get(f"/cases/{case.public_id}/"))


def test_a_safety_plan_that_somebody_else_wrote_meanwhile_is_shown_beside(page, case, caseworker):
    with as_user(caseworker):
        actions.write_safety_plan(case, {"safe_places": "Aunt"}, read=None, by=caseworker)
    answer = page.post(at(case, "safety/"), {"read": "", "safe_places": "Church"})
    said = words(answer)
    assert answer.status_code == 409 and "Aunt" in said and "Church" in said
    read = re.search(r'name="read" value="([^"]+)"', answer.content.decode())[1]
    assert page.post(at(case, "safety/"), {"read": read, "safe_places": "Aunt, church"}).status_code == 302
    with as_user(caseworker):
        assert SafetyPlan.objects.visible_to(caseworker).count() == 2
    assert "Earlier versions" in words(page.get(at(case)))


def test_appointments_are_made_moved_and_settled(page, case, caseworker):
    sent = {"starts_at": soon(), "kind": "court", "minutes": 30, "worker": caseworker.public_id, "about": "Hearing"}
    assert page.post(at(case, "appointments/new/"), sent).status_code == 302
    one = only(Appointment, caseworker)
    page.post(at(case, f"appointments/{one.public_id}/move/"), {"starts_at": soon(50)})
    with as_user(caseworker):
        later = Appointment.objects.visible_to(caseworker).planned().get()
    page.post(at(case, f"appointments/{later.public_id}/"), {"state": "missed", "note": "Phone off"})
    shown = words(page.get(at(case)))
    assert "Missed" in shown and "Phone off" in shown and "find out whether the person is safe" in shown


def test_today_shows_todays_appointments(page, case, caseworker):
    with as_user(caseworker):
        actions.make_appointment(
            case, starts_at=timezone.now() + datetime.timedelta(seconds=30), place="Clinic", by=caseworker
        )
    shown = words(page.get("/"))
    if timezone.localtime().hour < 23:  # half a minute may lie in tomorrow
        assert "Appointments today" in shown and "Clinic" not in shown


def test_a_task_is_changed_and_dropped(page, case, caseworker):
    with as_user(caseworker):
        task = actions.add_task(case, title="Call", due_on=datetime.date(2027, 1, 5), by=caseworker)
    where = at(case, f"{task.public_id}/change/")
    form = page.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "Call twice"}
    assert page.post(where, sent).status_code == 302
    clash = page.post(where, sent | {"title": "Late"})
    assert clash.status_code == 422 and "Someone else changed this" in words(clash) and "Late" in clash.content.decode()
    assert page.post(where, {"do": "drop"}).status_code == 302
    with as_user(caseworker):
        kept = Task.objects.visible_to(caseworker).get()
        assert kept.title == "Call twice" and kept.dropped_at


def test_a_plan_goes_to_a_supervisor_and_comes_back(page, supervisor_page, case, caseworker):
    page.post(at(case, "goals/new/"), {"words": "A room of my own", "area": "housing"})
    page.post(at(case, "approval/"))
    approval = only(Approval, caseworker)
    where = f"/cases/{case.public_id}/approvals/{approval.public_id}/"
    assert "waits for your approval" in words(supervisor_page.get("/"))
    assert "Amira" in words(supervisor_page.get("/approvals/"))
    assert "A room of my own" in words(supervisor_page.get(where))
    refused = supervisor_page.post(where, {"answer": "return", "note": ""})
    assert refused.status_code == 422 and "Say what should change." in words(refused)
    supervisor_page.post(where, {"answer": "return", "note": "Add steps"})
    assert "Add steps" in words(page.get(at(case)))
    page.post(at(case, "approval/"))
    with as_user(caseworker):
        second = Approval.objects.visible_to(caseworker).asked().get()
    supervisor_page.post(f"/cases/{case.public_id}/approvals/{second.public_id}/", {"answer": "approve", "note": ""})
    assert "Approved" in words(page.get(at(case))) and "Version 2 of the plan" in words(page.get(at(case)))


def test_where_closing_needs_approval_the_page_asks_for_it(page, supervisor_page, case, caseworker, org_admin):
    with as_user(org_admin):
        set_working_rules(self_approval=False, closure_approval=True, asked=(), by=org_admin)
    close = f"/cases/{case.public_id}/close/"
    form = page.get(close)
    assert "Ask to close the case" in words(form)
    page.post(close, {"version": form.context["form"]["version"].value(), "reason": "moved", "note": "To her sister"})
    approval = only(Approval, caseworker)
    where = f"/cases/{case.public_id}/approvals/{approval.public_id}/"
    assert "To her sister" in words(supervisor_page.get(where))
    supervisor_page.post(where, {"answer": "approve", "note": ""})
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get().status == "closed"


def test_an_administrator_says_how_the_organization_works(browse, org_admin):
    admin = browse(org_admin)
    admin.post("/settings/organization/rules/", {"closure_approval": "on"})
    org_admin.organization.refresh_from_db()
    assert org_admin.organization.closure_approval and not org_admin.organization.self_approval
    assert "Closing a case needs an approval" in words(admin.get("/settings/organization/"))


@pytest.fixture
def address(page):
    """The secret address of the caseworker's feed."""
    assert "Off" in words(page.get("/calendar/"))
    shown = page.post("/calendar/", {"do": "open"}).content.decode()
    return "/calendar/" + re.search(r'value="http://[^/]+/calendar/([^"]+)"', shown)[1]


def test_the_feed_tells_when_and_nothing_else(address, page, case, caseworker):
    with as_user(caseworker):
        actions.make_appointment(
            case, starts_at=timezone.now() + datetime.timedelta(days=1), about="Papers", place="Clinic", by=caseworker
        )
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Appointment"
    assert event["dtend"].dt - event["dtstart"].dt == datetime.timedelta(hours=1)
    for secret in (b"Amira", b"Papers", b"Clinic", case.label.encode(), case.public_id.encode(), b"LOCATION"):
        assert secret not in answer.content
    assert page.trail("account:calendar:read")


def test_the_feed_ends_with_its_switch_and_with_access(address, page, caseworker):
    assert Client().get(address).status_code == 200
    new = page.post("/calendar/", {"do": "open"}).content.decode()
    assert Client().get(address).status_code == 404
    second = "/calendar/" + re.search(r'value="http://[^/]+/calendar/([^"]+)"', new)[1]
    caseworker.is_active = False
    caseworker.save(update_fields=["is_active"])
    assert Client().get(second).status_code == 404
    caseworker.is_active = True
    caseworker.save(update_fields=["is_active"])
    page.post("/calendar/", {"do": "close"})
    assert Client().get(second).status_code == 404


def test_a_feed_shows_no_appointment_of_a_case_no_longer_seen(address, case, caseworker, supervisor):
    with as_user(caseworker):
        actions.make_appointment(case, starts_at=timezone.now() + datetime.timedelta(days=1), by=caseworker)
    with as_user(supervisor):
        actions.assign(case, to=supervisor, by=supervisor)
        actions.end_grant(Case.objects.visible_to(supervisor).get(pk=case.pk), of=caseworker, by=supervisor)
    assert b"VEVENT" not in Client().get(address).content
