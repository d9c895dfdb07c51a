"""Closing, reopening and the history of a case, on pages."""

import datetime

from cases.actions import add_task, change_case
from cases.models import Case
from tests.conftest import as_user

from .conftest import words


def at(case, part):
    return f"/cases/{case.public_id}/{part}/"


def version_in(page, address):
    return page.get(address).context["form"]["version"].value()


def test_a_case_is_closed_and_opened_again_from_its_menu(page, case, caseworker):
    overview = page.get(f"/cases/{case.public_id}/").content.decode()
    assert at(case, "close") in overview and at(case, "reopen") not in overview
    sent = {"version": version_in(page, at(case, "close")), "reason": "goals_reached", "note": ""}
    assert page.post(at(case, "close"), sent)["Location"] == f"/cases/{case.public_id}/"
    closed = page.get(f"/cases/{case.public_id}/").content.decode()
    assert at(case, "reopen") in closed and at(case, "close") not in closed
    sent = {"version": version_in(page, at(case, "reopen")), "note": "She called"}
    page.post(at(case, "reopen"), sent)
    assert "She called" in words(page.get(at(case, "history")))


def test_open_tasks_are_shown_and_must_be_settled(page, case, caseworker):
    with as_user(caseworker):
        add_task(case, title="Ask about school", due_on=datetime.date.today(), by=caseworker)
    assert "Ask about school" in words(page.get(at(case, "close")))
    sent = {"version": version_in(page, at(case, "close")), "reason": "moved", "note": ""}
    answer = page.post(at(case, "close"), sent)
    assert answer.status_code == 422 and "Tasks are still open" in words(answer)
    assert page.post(at(case, "close"), sent | {"drop_tasks": "on"}).status_code == 302


def test_closing_what_is_closed_already_is_said(page, case):
    sent = {"version": version_in(page, at(case, "close")), "reason": "moved", "note": ""}
    page.post(at(case, "close"), sent)
    assert "closed already" in words(page.get(at(case, "close"), follow=True))


def test_the_form_offers_only_stages_that_may_follow(page, case):
    choices = page.get(at(case, "change")).context["form"].fields["status"].choices
    assert [code for code, _ in choices] == ["intake", "screening", "active", "follow_up"]


def test_safety_over_time_is_drawn_with_its_reasons(page, case, caseworker):
    form = page.get(at(case, "change")).context["form"]
    sent = {"version": form["version"].value(), "status": "intake", "initial-status": "intake", "initial-risk": ""}
    page.post(at(case, "change"), sent | {"risk": "urgent", "reason": "Seen near the house"})
    answer = page.get(at(case, "history"))
    assert "Seen near the house" in words(answer) and b"<polyline points=" in answer.content


def test_a_clash_keeps_the_reason(page, case, caseworker):
    form = page.get(at(case, "change")).context["form"]
    with as_user(caseworker):
        change_case(case, {"risk": "watch"}, version=case.version, by=caseworker)
    sent = {"version": form["version"].value(), "status": "intake", "initial-status": "intake", "initial-risk": ""}
    answer = page.post(at(case, "change"), sent | {"risk": "urgent", "reason": "Seen near the house"})
    assert answer.status_code == 409 and 'name="reason" value="Seen near the house"' in answer.content.decode()
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get().risk == "watch"
