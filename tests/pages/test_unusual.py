"""The auditor's page of what is unusual, out of a real trail."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.audit import events, trail
from casemgr.audit.models import AnomalyReview, AuditEntry
from cases.actions import grant, open_in_emergency
from tests.conftest import as_user
from tests.pages.casework.conftest import Browser, words


@pytest.fixture
def page(auditor):
    return Browser(auditor)


def seen(user, count, *, event=events.CASE_READ, query=""):
    """That many looks of one person."""
    with as_user(user):
        for _n in range(count):
            facts = {"count": 1} | ({"query": query} if query else {})
            entry = trail.record(event, by=user, facts=facts)
            assert entry.pk
    return count


def test_it_tells_who_looked_too_much_why_and_where(page, caseworker, harbor):
    seen(caseworker, 65)
    text = words(page.get("/audit/unusual/"))
    assert caseworker.name in text and "65 looks at cases in a day" in text
    link = page.get("/audit/unusual/").context["rows"][0]["entries"]
    assert caseworker.public_id in link and page.get(link).status_code == 200


def test_what_was_found_is_kept_and_said(page, caseworker, auditor):
    seen(caseworker, 65)
    row = page.get("/audit/unusual/").context["rows"][0]
    assert page.post("/audit/unusual/", {"key": row["finding"].key, "verdict": "talked"}).status_code == 302
    assert "Talked about with the colleague" in words(page.get("/audit/unusual/"))
    with as_user(auditor):
        assert AnomalyReview.objects.get().reviewed_by_id == auditor.pk
        assert AuditEntry.objects.visible_to(auditor).filter(event=events.ANOMALY_REVIEWED).exists()


def test_other_organizations_looks_count_for_nothing(page, partner_worker):
    seen(partner_worker, 65)
    assert "Nothing unusual" in words(page.get("/audit/unusual/"))


def test_the_same_words_by_three_people(page, caseworker, colleague, supervisor):
    for one in (caseworker, colleague, supervisor):
        seen(one, 1, event=events.CASES_SEARCHED, query="a" * 16)
    assert "3 people searched for the same words" in words(page.get("/audit/unusual/"))


def test_looking_at_it_is_written_down(page):
    page.get("/audit/unusual/")
    assert page.trail(events.UNUSUAL_READ)


def test_the_database_keeps_reviews_as_they_are(page, caseworker, auditor):
    seen(caseworker, 65)
    key = page.get("/audit/unusual/").context["rows"][0]["finding"].key
    page.post("/audit/unusual/", {"key": key, "verdict": "ordinary"})
    with as_user(auditor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_anomalyreview SET verdict = 'misuse'")


def opened(browser, case):
    """Open the case sixteen times; what the newest entry says of whose case it is."""
    for _n in range(16):
        assert browser.get(f"/cases/{case.public_id}/").status_code == 200
    return browser.trail(events.CASE_READ)[0].additional_data.get("beyond")


def test_looks_at_other_peoples_cases(page, case, supervisor, caseworker, empty_cache):
    assert opened(Browser(caseworker), case) is None
    assert opened(Browser(supervisor), case) == 1
    [row] = page.get("/audit/unusual/").context["rows"]
    assert row["finding"].rule == "beyond" and row["person"] == supervisor
    assert "16 looks in a day at cases that are not this person" in words(page.get("/audit/unusual/"))


def test_being_named_makes_it_ones_own_an_emergency_does_not(case, supervisor, colleague, empty_cache):
    with as_user(colleague):
        open_in_emergency(number=case.number, reason="danger", words="A call at night", hours=4, by=colleague)
    assert opened(Browser(colleague), case) == 1
    with as_user(supervisor):
        grant(case, to=colleague, by=supervisor)
    assert opened(Browser(colleague), case) is None
