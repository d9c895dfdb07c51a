"""Searches and checks for duplicates are counted together, for each person."""

import pytest

from cases import pace
from cases.search import find, possible_duplicates
from tests.conftest import as_user
from tests.pages.casework.conftest import Browser


@pytest.fixture(autouse=True)
def two_a_minute(monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)


def test_the_third_is_refused_to_this_person_only(caseworker, colleague):
    with as_user(caseworker):
        find("Amira", by=caseworker)
        possible_duplicates(alias="Amira", by=caseworker)
        for search in (lambda: find("Bee", by=caseworker), lambda: possible_duplicates(alias="Bee", by=caseworker)):
            with pytest.raises(pace.TooManySearches):
                search()
    with as_user(colleague):
        assert find("Amira", by=colleague) == []


def test_the_count_begins_anew_after_a_while(caseworker, monkeypatch):
    monkeypatch.setattr(pace, "SECONDS", 0)
    with as_user(caseworker):
        for _time in range(3):
            find("Amira", by=caseworker)


def test_a_page_says_so(caseworker):
    page = Browser(caseworker)
    answers = [page.post("/find/", {"query": "Amira"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Wait a minute" in answers[-1].content.decode()
