"""Limits on what could be used to try things out: each person and address apart, told once, with a time to wait."""

import datetime

import pytest
from django.test import Client, RequestFactory

from casemgr import rate_limits
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.rate_limits import LIMITS, Limit, TooMany, count, of_address, spend
from cases.actions import reveal
from cases.search import find, possible_duplicates
from tests.conftest import as_user
from tests.pages.casework.conftest import Browser
from tests.partner_api.conftest import sender  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def two(monkeypatch):
    """Two of everything in a window that doesn't end during the test."""
    for name in LIMITS:
        monkeypatch.setitem(rate_limits.LIMITS, name, Limit(2, 10**8, "in this test"))


def refusals(user):
    with as_user(user):
        entries = AuditEntry.objects.unscoped("test").filter(event=events.ACCESS_REFUSED, actor_id=user.pk)
        return [entry.additional_data for entry in entries]


def test_the_third_search_is_refused_to_this_person_only(two, caseworker, colleague):
    with as_user(caseworker):
        find("Amira", by=caseworker)
        possible_duplicates(alias="Amira", by=caseworker)
        for search in (lambda: find("Bee", by=caseworker), lambda: possible_duplicates(alias="Bee", by=caseworker)):
            with pytest.raises(TooMany):
                search()
    with as_user(colleague):
        assert find("Amira", by=colleague) == []


def test_a_search_page_says_when_to_go_on_and_keeps_the_words(two, caseworker):
    page = Browser(caseworker)
    answers = [page.post("/find/", {"query": "Amira Planted"}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 10**8
    assert "You can go on in" in answers[-1].content.decode()
    assert 'value="Amira Planted"' in answers[-1].content.decode()
    assert refusals(caseworker) == [{"door": "find", "status": 429}]  # once a window, without the words


def test_looking_before_registering_keeps_the_words_too(two, caseworker):
    page = Browser(caseworker)
    answers = [page.post("/register/", {"alias": "Amira Planted", "phone": ""}) for _time in range(3)]
    assert [answer.status_code for answer in answers][2] == 429
    assert 'value="Amira Planted"' in answers[2].content.decode()
    assert "You can go on in" in answers[2].content.decode()


def test_reveals_are_counted(two, caseworker, case):
    with as_user(caseworker):
        for _time in range(2):
            reveal(case, "phone", by=caseworker)
        with pytest.raises(TooMany):
            reveal(case, "phone", by=caseworker)
    page = Browser(caseworker)
    answer = page.post(f"/cases/{case.public_id}/reveal/phone/")
    assert (answer.status_code, "Retry-After" in answer) == (429, True)


def test_files_are_counted_before_they_are_opened(two, caseworker, case):
    from cases.actions import add_document
    from tests.casework.files import picture

    with as_user(caseworker):
        paper = add_document(
            case, file=picture(), name="a.png", title="A", kind="other", by=caseworker, faces_agreed=True
        )
    page = Browser(caseworker)
    path = f"/cases/{case.public_id}/documents/{paper.public_id}/file/"
    assert [page.get(path).status_code for _time in range(3)] == [200, 200, 429]


def test_cases_as_files_are_counted(two, supervisor, case):
    from cases.actions import export_htcds

    with as_user(supervisor):
        for _time in range(2):
            export_htcds([case], reason="person", by=supervisor)
        with pytest.raises(TooMany):
            export_htcds([case], reason="person", by=supervisor)


def test_public_pages_are_counted_by_address(two, db):
    def ask(address):
        return Client(REMOTE_ADDR=address).get("/research/").status_code

    assert [ask("192.0.2.1") for _time in range(3)] == [200, 200, 429]
    assert ask("192.0.2.2") == 200
    assert [ask(f"2001:db8::{n}") for n in (1, 2, 3)] == [200, 200, 429]  # one household
    assert ask("2001:db8:0:1::1") == 200


def test_a_calendars_secret_cant_be_tried_out(two, db):
    path = f"/calendar/{'A' * 22}/{'x' * 43}.ics"
    assert [Client().get(path).status_code for _time in range(3)] == [404, 404, 429]


def test_the_count_begins_anew_with_the_next_window(monkeypatch, caseworker):
    monkeypatch.setitem(rate_limits.LIMITS, "search", Limit(1, 60, "in this test"))
    now = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC).timestamp()
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)
    spend("search", by=caseworker)
    with pytest.raises(TooMany) as refusal:
        spend("search", by=caseworker)
    assert refusal.value.use.seconds_left == 60
    monkeypatch.setattr(rate_limits.time, "time", lambda: now + 60)
    spend("search", by=caseworker)


@pytest.mark.nodb
def test_who_makes_many_entries_wipes_out_none():
    """Django's default keeps 300 entries: 301 addresses would have freed everybody."""
    count("search", "user:one")
    for number in range(5000):
        count("public", of_address(f"10.0.{number // 250}.{number % 250}"))
    assert count("search", "user:one").count == 2


@pytest.mark.nodb
@pytest.mark.parametrize(("seconds", "said"), [(1, "1 second."), (30, "30 seconds."), (91, "2 minutes."), (3600, "60")])
def test_the_words_say_when(seconds, said):
    assert said in str(TooMany(rate_limits.Use(LIMITS["search"], 61, seconds)))


@pytest.mark.nodb
def test_every_limit_has_its_reason_and_its_line_in_the_manual():
    from casemgr.cli.surroundings import ROOT

    manual = (ROOT / "docs/operate.md").read_text()
    for name, limit in LIMITS.items():
        assert f"| `{name}` | {limit.most} in {limit.seconds} s |" in manual, name
        assert len(limit.why) > 20


def test_a_system_over_its_limit_is_told_and_noted_once(sender, settings):  # noqa: F811
    settings.CASEMGR_API_CALLS_PER_MINUTE = 2
    replies = [sender.get("directory/services") for _time in range(5)]
    over = [reply for reply in replies if reply.status_code == 429]
    assert over and all(r["Content-Type"] == "application/problem+json" and int(r["Retry-After"]) > 0 for r in over)
    assert all(r["RateLimit"].startswith('"calls";r=0;t=') for r in over)
    assert [facts["status"] for facts in refusals(sender.account)] == [429]


@pytest.mark.nodb
def test_an_address_without_one_is_counted_too():
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert request.META["REMOTE_ADDR"] == "" and of_address(None) == "address:"
