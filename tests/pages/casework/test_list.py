"""The list: saved views with counts, filters, pages, a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casemgr.audit import events
from cases.actions import change_case, grant
from frontend import paging
from frontend.views import cases as view
from tests.conftest import as_user, make_person_of, open_case

from .conftest import words


def ids(response):
    return [case.public_id for case in response.context["page"]]


def test_saved_views_count_and_narrow(page, caseworker):
    calm, urgent = open_case(caseworker, "Mei"), open_case(caseworker, "Bee")
    with as_user(caseworker):
        change_case(urgent, {"risk": "urgent", "next_follow_up": None}, version=1, by=caseworker)
    answer = page.get("/cases/")
    assert [tab["count"] for tab in answer.context["tabs"]] == [2, 1, 1, 2]
    assert ids(page.get("/cases/?view=urgent")) == [urgent.public_id]
    assert ids(page.get("/cases/?view=due")) == [calm.public_id]


def test_filters_narrow_and_can_be_taken_away(page, caseworker):
    open_case(caseworker, "Mei", preferred_language="zh")
    thai = open_case(caseworker, "Som", preferred_language="th")
    answer = page.get("/cases/?view=all&language=th")
    assert ids(answer) == [thai.public_id]
    assert answer.context["chips"][0]["url"] == "?view=all" and "Language: Thai" in words(answer)


def test_a_filter_that_isnt_offered_narrows_nothing(page, case):
    assert ids(page.get("/cases/?stage=nonsense&worker=x")) == [case.public_id]


def test_the_list_says_how_to_contact_without_saying_where(page, caseworker):
    open_case(caseworker, "Mei", phone="+15550100")
    text = words(page.get("/cases/"))
    assert "No contact" in text and "5550100" not in text


def test_only_cases_in_scope_are_listed(browse, case, colleague, partner_worker, supervisor):
    for person in (colleague, partner_worker):
        assert not ids(browse(person).get("/cases/?view=all"))
    assert ids(browse(supervisor).get("/cases/")) == [case.public_id]


def test_queries_dont_grow_with_the_rows(page, caseworker):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get("/cases/")
        return len(captured)

    open_case(caseworker)
    page.get("/cases/")
    few = queries()
    for _n in range(6):
        open_case(caseworker)
    assert queries() == few


def test_pages_follow_each_other(page, caseworker, monkeypatch):
    monkeypatch.setattr(view, "PER_PAGE", 2)
    for _n in range(3):
        open_case(caseworker)
    first, second = page.get("/cases/"), page.get("/cases/?page=2")
    assert (len(ids(first)), len(ids(second))) == (2, 1)
    assert not set(ids(first)) & set(ids(second))
    assert ids(page.get("/cases/?page=nonsense")) == ids(first)


def test_the_page_enters_the_trail_once(page, case):
    page.get("/cases/")
    assert len(page.trail(events.CASE_LISTED)) == 1


@pytest.mark.nodb
def test_counts_stop_where_nobody_reads_on():
    assert str(paging.Count(12)) == "12" and str(paging.Count(1000)) == "1,000+"


def test_the_numbers_offered_stay_around_the_page(page, caseworker, monkeypatch):
    monkeypatch.setattr(view, "PER_PAGE", 1)
    for _n in range(9):
        open_case(caseworker)
    numbers = [list(page.get(f"/cases/?page={n}").context["page"].numbers) for n in (1, 5, 9)]
    assert numbers == [[1, 2, 3, 4, 5], [3, 4, 5, 6, 7], [7, 8, 9]]


@pytest.mark.parametrize("role", ["health_worker", "legal_worker"])
def test_specialists_find_the_cases_that_they_are_named_on(browse, case, harbor, supervisor, role):
    one = make_person_of(harbor, role)
    with as_user(supervisor):
        grant(case, to=one, by=supervisor)
    answer = browse(one).get("/cases/")
    assert ids(answer) == [case.public_id]
    assert next(entry.count for entry in answer.context["navigation"]() if entry.url == "/cases/") == 1
