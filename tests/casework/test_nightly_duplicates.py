"""Everybody against everybody: who is found, who isn't, and that nobody learns of what they may not see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import NotFound, NotPermitted
from casemgr.ids import uuid7
from cases import actions
from cases.duplicates import Compared, pairs
from cases.models import CaseLink, DuplicatePair
from tests.casework.test_merge import merged
from tests.conftest import as_user, make_person_of, open_case


def compared(number, *names, phone="", year=None, gender="", citizenship="", person=None):
    words = tuple(" ".join(sorted(name.split())) for name in names)
    return Compared(uuid7(), number, person or uuid7(), words, phone, year, gender, citizenship)


def numbers(*people):
    by_case = {one.case_id: one.number for one in people}
    return sorted((by_case[one], by_case[two]) for one, two in pairs(people))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ({"names": ["amira haddad"]}, {"names": ["haddad amira"]}, True),
        ({"names": ["amira haddad"]}, {"names": ["amira hadad"]}, True),
        ({"names": ["x", "amira haddad"]}, {"names": ["amira haddad"]}, True),
        ({"names": ["amira haddad"]}, {"names": ["leila mansour"]}, False),
        ({"names": ["amira haddad"], "gender": "F"}, {"names": ["amira haddad"], "gender": "M"}, False),
        ({"names": ["amira haddad"], "year": 1990}, {"names": ["amira haddad"], "year": 1992}, False),
        ({"names": ["amira haddad"], "year": 1990}, {"names": ["amira haddad"], "year": 1991}, True),
        ({"names": ["amira"]}, {"names": ["amira"]}, False),
        ({"names": ["amira"], "year": 1990}, {"names": ["amira"], "year": 1990}, False),
        (
            {"names": ["amira"], "year": 1990, "citizenship": "SYR"},
            {"names": ["amira"], "year": 1990, "citizenship": "SYR"},
            True,
        ),
        ({"names": ["a"], "phone": "6625550100"}, {"names": ["b"], "phone": "6625550100"}, True),
        ({"names": ["a"], "phone": "0100"}, {"names": ["b"], "phone": "0100"}, False),
        ({"names": []}, {"names": []}, False),
    ],
)
def test_who_is_alike(one, two, alike):
    sides = ((2, dict(one)), (1, dict(two)))
    people = [compared(number, *side.pop("names"), **side) for number, side in sides]
    assert numbers(*people) == ([(1, 2)] if alike else [])


@pytest.mark.nodb
def test_two_cases_of_one_person_are_no_pair():
    person = uuid7()
    assert numbers(compared(1, "amira haddad", person=person), compared(2, "amira haddad", person=person)) == []


@pytest.mark.nodb
@given(st.lists(st.sampled_from(["amira haddad", "leila mansour", "sami aziz", "nour"]), max_size=12))
def test_blocks_change_nothing(names):
    from cases import duplicates

    people = [compared(number, name) for number, name in enumerate(names)]
    whole, before = numbers(*people), duplicates._BLOCK
    try:
        duplicates._BLOCK = 3
        assert numbers(*people) == whole
    finally:
        duplicates._BLOCK = before
    same = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names)) if names[a] == names[b] != "nour"]
    assert whole == same


@pytest.fixture
def twice(supervisor):
    return [open_case(supervisor, "Amira Haddad"), open_case(supervisor, "أميرة حداد", legal_name="Amira Hadad")]


def look(by):
    return actions.compare_everybody(by.organization_id)


def seen(by):
    with as_user(by):
        return [(row.case_id, row.other_id) for row in DuplicatePair.objects.visible_to(by).open()]


def test_a_pair_is_found_across_scripts_and_said_in_the_trail(twice, supervisor, caseworker, partner_worker, auditor):
    assert look(supervisor) == 1
    assert seen(supervisor) == [(twice[0].pk, twice[1].pk)]
    assert look(supervisor) == 1  # again: the same pair, once
    assert seen(supervisor) == [(twice[0].pk, twice[1].pk)] and seen(caseworker) == [] and seen(partner_worker) == []
    with as_user(auditor):
        entry = AuditEntry.objects.visible_to(auditor).filter(event=events.EVERYBODY_COMPARED).first()
        assert (entry.actor_id, entry.additional_data) == (None, {"compared": 2, "found": 1})
    with as_user(partner_worker):
        assert not DuplicatePair.objects.unscoped("the database alone").exists()


def test_a_restricted_case_is_in_no_pair(twice, supervisor):
    look(supervisor)
    with as_user(supervisor):
        actions.set_restricted(twice[0], restricted=True, reason="A relative works here", by=supervisor)
    assert look(supervisor) == 0
    assert seen(supervisor) == []


def test_a_pair_found_before_is_hidden_from_who_is_not_named(twice, supervisor, harbor):
    look(supervisor)
    second = make_person_of(harbor, "supervisor")
    assert len(seen(second)) == 1
    with as_user(supervisor):
        actions.set_restricted(twice[0], restricted=True, reason="A relative works here", by=supervisor)
    assert seen(second) == []


def test_two_people_stay_two_and_family_is_no_duplicate(twice, supervisor, caseworker):
    look(supervisor)
    with as_user(supervisor):
        pair = DuplicatePair.objects.visible_to(supervisor).get()
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.dismiss_pair(pair, by=caseworker)
    with as_user(supervisor):
        actions.dismiss_pair(pair, by=supervisor)
        with pytest.raises(NotFound):
            actions.dismiss_pair(pair, by=supervisor)
    assert look(supervisor) == 0 and seen(supervisor) == []
    third = open_case(supervisor, "Amira Haddad")
    with as_user(supervisor):
        for one in twice:
            actions.link_cases(third, one, relation="sibling", by=supervisor)
        assert CaseLink.objects.visible_to(supervisor).count() == 2
    assert look(supervisor) == 0


def test_merged_cases_are_no_pair_any_more(twice, supervisor):
    look(supervisor)
    merged(*twice, supervisor)
    assert seen(supervisor) == [] and look(supervisor) == 0


def test_at_night_each_working_organization_has_its_job(supervisor, partner_worker, twice):
    from django.core.cache import cache
    from procrastinate.contrib.django.models import ProcrastinateJob

    from cases.tasks import compare_every_night, compare_names

    cache.clear()
    compare_every_night(0)
    asked = ProcrastinateJob.objects.filter(task_name="cases.compare_names", status="todo")
    organizations = {job.args["organization"] for job in asked}
    assert {str(supervisor.organization_id), str(partner_worker.organization_id)} <= organizations
    compare_names(str(supervisor.organization_id))
    assert len(seen(supervisor)) == 1
