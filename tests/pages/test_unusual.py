"""The auditor's page of what is unusual, out of a real trail."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.audit import events, trail
from casemgr.audit.models import AnomalyReview, AuditEntry
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
