"""Opened names in memory: fresh after a change, gone with the key, never anybody's who may not be seen."""

from casemgr.encryption import keys
from cases import name_book
from cases.actions import change_person
from cases.search import find
from tests.conftest import as_user, open_case


def hits(query, by):
    with as_user(by):
        return [hit.case.pk for hit in find(query, by=by)]


def test_a_changed_name_is_found_at_once(case, caseworker):
    assert hits("Amira", caseworker) == [case.pk]
    with as_user(caseworker):
        change_person(case.person, {"alias": "Zuleikha"}, version=1, by=caseworker)
    assert hits("Amira", caseworker) == [] and hits("Zuleikha", caseworker) == [case.pk]


def test_a_destroyed_key_takes_the_opened_names_along(case, caseworker):
    hits("Amira", caseworker)
    assert case.person_id in name_book._entries
    keys.destroy(case.organization_id, case.person_id)
    keys.forget_all()
    assert case.person_id not in name_book._entries


def test_what_is_in_memory_is_shown_only_to_those_who_see_the_case(case, caseworker, colleague):
    hits("Amira", caseworker)
    assert hits("Amira", colleague) == []


def test_memory_is_bounded(caseworker, monkeypatch):
    monkeypatch.setattr(name_book, "PEOPLE", 3)
    for n in range(5):
        open_case(caseworker, f"Person {n}")
    hits("Person", caseworker)
    assert len(name_book._entries) == 3
