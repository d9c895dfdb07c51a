"""A report counts what its reader sees, as SQL by hand counts it."""

import datetime

import pytest
from django.db import connection

from casemgr.accounts.actions import save_team
from casemgr.errors import InvalidInput, NotPermitted
from cases import actions
from cases.models import Case
from tests.conftest import as_user, make_person_of, open_case

TODAY = datetime.date.today()
YEAR = {"when": f"year-{TODAY.year}-01"}
PEOPLE = (
    {"gender": "Feminine", "citizenship": "THA", "birth_year": TODAY.year - 30},
    {"gender": "Feminine", "citizenship": "KEN", "birth_year": TODAY.year - 15},
    {"gender": "Masculine", "citizenship": "THA", "birth_year": TODAY.year - 18},
    {"gender": "declined", "citizenship": ""},
)


@pytest.fixture
def cases(caseworker):
    found = [open_case(caseworker, f"A{n}") for n in range(len(PEOPLE))]
    with as_user(caseworker):
        for case, person in zip(found, PEOPLE, strict=True):
            actions.change_person(case.person, person, version=case.person.version, by=caseworker)
        for case in found:
            actions.record_service(case, service_code="medical", by=caseworker)
        actions.record_service(found[0], service_code="short_term_housing", by=caseworker)
        actions.record_service(found[1], service_code="short_term_housing", outcome="declined", by=caseworker)
        actions.record_experience(found[0], {"exploitation_types": ["ForcedLabour", "Servitude"]}, by=caseworker)
    return found


def read(by, **query):
    with as_user(by):
        return actions.read_report(YEAR | query, by=by).counts


def test_people_and_services_are_counted_by_each_question(cases, supervisor):
    counts = read(supervisor)
    assert (counts.people, counts.services) == (4, 5)
    assert counts.single["sex"] == {"Feminine": 2, "Masculine": 1, "declined": 1}
    assert counts.single["age"] == {"25-59": 1, "13-17": 1, "18-24": 1, "": 1}
    assert counts.single["minor"] == {"minor": 1, "adult": 2, "": 1}
    assert counts.single["citizenship"] == {"THA": 2, "KEN": 1, "": 1}
    assert counts.single["returning"] == {"new": 4}
    assert counts.several["service"] == {"medical": (4, 4), "short_term_housing": (1, 1)}
    assert counts.several["exploitation"] == {"ForcedLabour": (1, 0), "Servitude": (1, 0)}


def test_what_was_given_twice_to_somebody_counts_twice(cases, caseworker, supervisor):
    with as_user(caseworker):
        actions.record_service(cases[0], service_code="medical", by=caseworker)
    counts = read(supervisor)
    assert counts.several["service"]["medical"] == (4, 5)
    assert counts.several["project"] == {"": (4, 6)}


def test_it_agrees_with_sql_by_hand(cases, supervisor):
    counts = read(supervisor)
    with as_user(supervisor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.gender, count(DISTINCT p.id) FROM cases_servicerecord s "
            "JOIN cases_person p ON p.id = s.person_id WHERE s.outcome = 'delivered' AND s.on_date >= %s GROUP BY 1",
            [datetime.date(TODAY.year, 1, 1)],
        )
        assert dict(cursor.fetchall()) == counts.single["sex"]


def test_two_questions_at_once(cases, supervisor):
    counts = read(supervisor, rows="sex", columns="citizenship")
    assert counts.crossed["Feminine", "THA"] == 1 and sum(counts.crossed.values()) == 4


def test_it_is_narrowed_by_service(cases, supervisor):
    counts = read(supervisor, service="short_term_housing")
    assert (counts.people, counts.services) == (1, 1)


def test_who_was_helped_before_comes_again(cases, supervisor, caseworker):
    with as_user(caseworker):
        before = datetime.date(TODAY.year - 1, 12, 1)
        actions.record_service(cases[0], service_code="medical", on_date=before, late_reason="paper", by=caseworker)
    counts = read(supervisor)
    assert counts.single["returning"] == {"new": 3, "again": 1}
    assert (counts.people_before, counts.services_before) == (1, 1)


def test_people_at_risk_and_trainings_are_counted_apart(cases, supervisor, caseworker):
    with as_user(caseworker):
        case = Case.objects.visible_to(caseworker).get(pk=cases[3].pk)
        actions.change_case(case, {"kind": "at_risk"}, version=case.version, by=caseworker)
        actions.record_training(audience="officials", held_on=TODAY, people=24, by=caseworker)
    counts = read(supervisor)
    assert (counts.people, counts.at_risk, counts.trained, counts.trainings) == (3, 1, 24, 1)
    assert read(supervisor, kind="at_risk").people == 1


def test_each_counts_what_they_see(cases, supervisor, caseworker, harbor, org_admin):
    lead = make_person_of(harbor, "team_lead")
    assert read(lead).people == 0
    with as_user(org_admin):
        team = save_team(name="Shelter", members=[lead], by=org_admin)
    with as_user(supervisor):
        for case in Case.objects.visible_to(supervisor).filter(pk__in=[cases[0].pk, cases[1].pk]):
            actions.give_to_team(case, team=team, by=supervisor)
    assert read(lead).people == 2
    assert read(supervisor).people == 4


def test_a_restricted_case_counts_for_those_named_on_it(cases, supervisor, harbor):
    other = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        case = Case.objects.visible_to(supervisor).get(pk=cases[0].pk)
        actions.set_restricted(case, restricted=True, reason="danger", by=supervisor)
    assert read(supervisor).people == 4
    assert read(other).people == 3
    assert read(other).several["exploitation"] == {}


def test_another_organization_counts_nothing(cases, lotus):
    counts = read(make_person_of(lotus, "supervisor"))
    assert (counts.people, counts.services, counts.single["sex"], counts.several["service"]) == (0, 0, {}, {})


def test_who_may_not_is_refused(cases, caseworker, org_admin, steward):
    for one in (caseworker, org_admin, steward):
        with as_user(one), pytest.raises(NotPermitted):
            actions.read_report(YEAR, by=one)


@pytest.mark.parametrize("query", [{"when": "year-2026-02"}, {"kind": "x"}, {"project": "x"}, {"rows": "name"}])
def test_an_address_that_means_nothing_is_refused(query, supervisor):
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.read_report(YEAR | query, by=supervisor)
