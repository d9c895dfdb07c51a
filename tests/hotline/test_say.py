"""The public page: no cookie, no script, once, rarely; its readers wait for weeks that are over."""

import datetime

import pytest
from django.test import Client

from casemgr.db.actor import acting_as
from cases import actions
from cases.actions.feedback import itself
from cases.models import FeedbackCount, FeedbackWord
from frontend.form_once import new_mark
from tests.conftest import as_user
from tests.doors.world import sign_in

pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def opened(org_admin):
    with as_user(org_admin):
        return actions.switch_feedback(opened=True, by=org_admin)


def said(**changes):
    return {"once": new_mark(), "safe": "yes", "words": "They were kind."} | changes


def kept(opened):
    with acting_as(itself(opened.organization_id)):
        counted = FeedbackCount.objects.unscoped("count").filter(question="safe")
        return sum(one.count for one in counted), FeedbackWord.objects.unscoped("count").count()


def test_anybody_says_it_without_a_cookie_or_a_script(opened):
    page = Client()
    shown = page.get(f"/say/{opened.code}/")
    assert shown.status_code == 200 and not page.cookies and b"<script" not in shown.content
    assert b"Write no names" in shown.content
    thanks = page.post(f"/say/{opened.code}/", said())
    assert thanks.status_code == 200 and not page.cookies
    assert thanks["Referrer-Policy"] == "no-referrer" and "no-store" in thanks["Cache-Control"]
    assert kept(opened) == (1, 1)


def test_arabic(opened):
    shown = Client().get(f"/say/{opened.code}/?language=ar").content.decode()
    assert 'dir="rtl"' in shown and "How were we?" not in shown and "Did you feel safe" not in shown


def test_a_form_that_was_sent_works_no_more(opened):
    once = said()
    answers = [Client().post(f"/say/{opened.code}/", once).status_code for _again in range(2)]
    assert answers == [200, 422] and kept(opened) == (1, 1)


def test_nothing_said_is_nothing_kept(opened):
    assert Client().post(f"/say/{opened.code}/", {"once": new_mark(), "words": " "}).status_code == 422
    assert kept(opened) == (0, 0)


def test_a_closed_address_answers_as_one_that_never_was(opened, org_admin):
    with as_user(org_admin):
        actions.switch_feedback(opened=False, by=org_admin)
    for code in (opened.code, "x" * 24):
        for answer in (Client().get(f"/say/{code}/"), Client().post(f"/say/{code}/", said())):
            assert answer.status_code == 404 and b"Nothing is open here" in answer.content


def test_who_says_too_much_is_told_to_wait_and_the_trail_stays_silent(opened, supervisor):
    from casemgr.audit.models import AuditEntry

    answers = [Client().post(f"/say/{opened.code}/", said()).status_code for _one in range(21)]
    assert answers == [200] * 20 + [429]
    with as_user(supervisor):
        assert (
            not AuditEntry.objects.unscoped("trail")
            .exclude(event="feedback:door:change")
            .exclude(event__startswith="organization")
        )


def ago(opened, weeks):
    with acting_as(itself(opened.organization_id)):
        monday = datetime.date.today() - datetime.timedelta(days=datetime.date.today().weekday(), weeks=weeks)
        return monday


@pytest.mark.parametrize(("many", "told"), [(4, False), (5, True)])
def test_words_are_shown_once_five_of_a_month_are_there(opened, supervisor, monkeypatch, many, told):
    monday = ago(opened, 6)
    monkeypatch.setattr("cases.actions.feedback._monday", lambda _day: monday)
    for number in range(many):
        actions.leave_feedback(opened.code, answers={"safe": "yes"}, words=f"Word {number}.")
    shown = sign_in(supervisor).get(f"/words/?month={monday:%Y-%m}").content.decode()
    assert ("Word 0." in shown) is told
    assert (f"{many} people answered" in shown) is told


def test_this_week_s_words_wait(opened, supervisor):
    for number in range(9):
        actions.leave_feedback(opened.code, answers={"safe": "yes"}, words=f"Word {number}.")
    assert "Word" not in sign_in(supervisor).get("/words/").content.decode().replace("Words", "")


def test_words_about_harm_go_past_the_supervisor(opened, supervisor, recipient):
    Client().post(f"/say/{opened.code}/", said(words="He hit me.", harm="on"))
    assert sign_in(supervisor).get("/words/harm/").status_code == 403
    page = sign_in(recipient)
    assert "He hit me." in page.get("/words/harm/").content.decode()
    with as_user(recipient):
        word = FeedbackWord.objects.visible_to(recipient).get()
    page.post(f"/words/{word.public_id}/step/", {"kind": "received"})
    assert "Received" in page.get("/words/harm/").content.decode()


def test_the_switch_and_the_slip(org_admin, caseworker):
    page = sign_in(org_admin)
    assert page.get("/words/slip/").status_code == 404
    page.post("/settings/organization/words/", {"opened": "on"})
    slip = sign_in(caseworker).get("/words/slip/").content.decode()
    assert "/say/" in slip
    assert page.get("/settings/organization/words/").status_code == 200
