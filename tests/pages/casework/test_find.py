"""Finding: by POST, in scope, without leaving the words anywhere."""

from casemgr.audit import events
from tests.conftest import open_case

from .conftest import words


def test_it_finds_by_alias_number_and_phone(page, caseworker):
    case = open_case(caseworker, "Amira", phone="+1 555 0100 22")
    for query in ("amir", str(case.number), "555010022"):
        assert case.public_id in page.post("/find/", {"query": query}).content.decode(), query


def test_it_finds_nobody_elses(page, colleague):
    case = open_case(colleague, "Amira")
    answer = page.post("/find/", {"query": "Amira"})
    assert case.public_id not in answer.content.decode()
    assert "Nobody found" in words(answer)


def test_words_in_an_address_are_not_looked_at(page, case):
    assert case.public_id not in page.get("/find/", {"query": "Amira"}).content.decode()


def test_each_search_enters_the_trail_without_its_words(page, case):
    page.post("/find/", {"query": "Amira"})
    entry = page.trail(events.CASES_SEARCHED)[0]
    assert "Amira" not in str(entry.additional_data) and str(case.pk) in entry.additional_data["ids"]


def test_it_offers_to_register_whoever_wasnt_found(page):
    answer = page.post("/find/", {"query": "Zoya"})
    assert b'action="/register/"' in answer.content and b'name="alias" value="Zoya"' in answer.content
