"""Frozen cohorts: by first yes, each person in one at most, a budget each, nothing shared that isn't counted."""

import datetime
import itertools
from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anonymized_exports import actions, budget
from anonymized_exports.facts import public_facts
from anonymized_exports.models import Cohort
from anonymized_exports.pipeline import accounting
from anonymized_exports.pipeline import run as pipeline
from casemgr.accounts.acting import acting_as_user
from casemgr.errors import InvalidInput, NotPermitted
from cases.for_exports import open_door
from tests.exports import factories as make
from tests.exports.conftest import refusal
from tests.exports.factories import DAY, OWNER, today

SIZES = {"at_least": 1000, "at_most": 5000}


def declare(pool, first_from, first_until, **changes):
    with acting_as_user(pool.planner), transaction.atomic():
        return actions.declare_cohort(
            pool.population, first_from=first_from, first_until=first_until, by=pool.planner, **(SIZES | changes)
        )


@pytest.fixture
def cohorts(pool):
    """Two that are over; people of the pool said yes five days ago, and so are in the later one."""
    return declare(pool, today() - 40 * DAY, today() - 9 * DAY), declare(pool, today() - 9 * DAY, today() - 2 * DAY)


def said(person, days_ago, **changes):
    """A yes that the server recorded so many days ago at midnight."""
    at = datetime.datetime.combine(today() - days_ago * DAY, datetime.time(), datetime.UTC)
    with mock.patch("django.utils.timezone.now", return_value=at):
        make.consent_of(person, **changes).save(using=OWNER)


def counted(first):
    with open_door(today(), first=first) as query:
        [[number]] = query("SELECT count(*) FROM door.population_v1")
    return number


def test_overlapping_days_are_refused_by_action_and_database(pool, cohorts):
    with pytest.raises(InvalidInput, match="overlaps"):
        declare(pool, today() - 10 * DAY, today() - 8 * DAY)
    with pytest.raises(DatabaseError, match="cohorts_apart"), transaction.atomic():
        Cohort.objects.create(population=pool.population, first_from=today() - 3 * DAY,
                              first_until=today(), created_by=pool.planner, **SIZES)  # fmt: skip


def test_neighbours_do_not_overlap(pool, cohorts):
    declare(pool, today() - 2 * DAY, today())
    assert Cohort.objects.unscoped("test").count() == 3


@pytest.mark.parametrize("sql", ["UPDATE anonymized_exports_cohort SET first_until = first_until - 1",
    "DELETE FROM anonymized_exports_cohort"])  # fmt: skip
def test_the_database_keeps_a_cohort_as_it_was(pool, cohorts, sql):
    with pytest.raises(DatabaseError, match=r"permission denied|append-only"), transaction.atomic():
        connections["default"].cursor().execute(sql)


@pytest.mark.parametrize("wrong", [{"at_least": 0}, {"at_most": 999}, {"at_most": 20_001}, {"first_until": today()}])
def test_sizes_and_days_must_make_sense(pool, wrong):
    fields = {"first_from": today(), "first_until": today() + DAY} | wrong
    with pytest.raises(InvalidInput):
        declare(pool, **fields)


def test_only_stewards_declare(pool):
    user = pool.researcher
    with acting_as_user(user), pytest.raises(NotPermitted):
        actions.declare_cohort(pool.population, first_from=today(), first_until=today() + DAY, by=user, **SIZES)


def test_what_is_spent_on_one_is_not_spent_on_another(pool, cohorts):
    first, second = cohorts
    pool.packaged(cohort=first, epsilon=4.0)
    assert budget.epsilon_left(pool.population, first) == pytest.approx(0, abs=1e-3)
    pool.packaged(cohort=second, epsilon=4.0)
    with refusal("over_budget"):
        pool.plan(cohort=second, epsilon=0.5)


def test_what_is_spent_on_everybody_is_spent_on_each_cohort_and_the_other_way_round(pool, cohorts):
    first, second = cohorts
    pool.packaged(epsilon=2.0)
    pool.packaged(cohort=first, epsilon=3.0)
    for cohort, left in ((first, False), (second, True), (None, False)):
        if left:
            pool.packaged(cohort=cohort, epsilon=3.0)
        else:
            with refusal("over_budget"):
                pool.plan(cohort=cohort, epsilon=2.5)
    whole = accounting.rho_for(4.0, budget.delta_of(pool.population))
    entries = pool.spent()
    for cohort in cohorts:
        assert sum(e.rho for e in entries if e.cohort_id in (None, cohort.pk)) <= whole * (1 + 1e-9)


def test_its_floor_is_its_own(pool):
    small = declare(pool, today() - 9 * DAY, today() - 2 * DAY, at_least=999)
    with refusal("population_too_small"):
        pool.plan(cohort=small)


def test_it_is_counted_only_once_it_is_over(pool):
    running = declare(pool, today() - 9 * DAY, today() + DAY)  # today is its last day
    ends_today = declare(pool, today() - 40 * DAY, today() - 9 * DAY)
    with refusal("cohort_open"):
        pool.plan(cohort=running)
    with refusal("cohort_open"):
        pool.plan(cohort=ends_today, cutoff=today() - 11 * DAY)


def test_its_package_says_whom_it_is_about(pool, cohorts):
    release = pool.packaged(cohort=cohorts[1])
    facts = public_facts(release)
    assert f"first said yes from {cohorts[1].first_from} to before {cohorts[1].first_until}" in facts.population
    assert (facts.at_least, facts.at_most) == (1000, 5000)


def test_a_person_who_comes_back_stays_in_the_cohort_of_the_first_yes(cloned_world):
    org = make.organization("harbor")
    [person] = make.people(org, 1, consent=False)
    said(person, 400, replaced=True, ending="withdrawn", ended_at=datetime.datetime.now(datetime.UTC) - 100 * DAY)
    said(person, 0, starts_on=today() - 500 * DAY)
    long_ago = today() - 400 * DAY
    assert counted((long_ago - DAY, long_ago + 2 * DAY)) == 1
    assert counted((today() - DAY, today() + DAY)) == 0
    assert counted((today() - 501 * DAY, today() - 499 * DAY)) == 0  # what was dated back makes nobody a member


days = st.lists(st.integers(1, 60), min_size=1, max_size=5)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ages=st.lists(days, min_size=1, max_size=4), borders=st.sets(st.integers(0, 61), min_size=2, max_size=6))
def test_whatever_was_said_when_nobody_is_in_two_cohorts(db, ages, borders):
    """Consents recorded on any days: over neighbouring cohorts each person is counted at most once."""
    edges = [today() - border * DAY for border in sorted(borders, reverse=True)]
    with transaction.atomic(OWNER), connections[OWNER].cursor() as cursor:
        org = make.organization(f"harbor-{len(ages)}")
        for days_ago in ages:
            [person] = make.people(org, 1, consent=False)
            for i, ago in enumerate(days_ago):
                said(person, ago, replaced=i > 0)
        cursor.execute("SELECT set_config('door.cutoff', %s, true)", [today().isoformat()])
        seen = []
        for since, until in itertools.pairwise(edges):
            cursor.execute(
                "SELECT set_config('door.first_from', %s, true), set_config('door.first_until', %s, true)",
                [since.isoformat(), until.isoformat()],
            )
            cursor.execute("SELECT pseudonym FROM door.population_v1")
            seen += [bytes(row[0]) for row in cursor.fetchall()]
        transaction.set_rollback(True, using=OWNER)
    assert len(seen) == len(set(seen))
    firsts = [today() - max(days_ago) * DAY for days_ago in ages]
    assert len(seen) == sum(edges[0] <= first < edges[-1] for first in firsts)


def test_the_accounting_is_the_worst_over_people(pool, cohorts):
    """A second opinion on the ledger: for each kind of person, what every release they may be in has cost."""
    first, second = cohorts
    for cohort, epsilon in ((None, 1.0), (first, 1.0), (second, 2.0), (first, 0.5)):
        pool.packaged(cohort=cohort, epsilon=epsilon)
    people = [SimpleNamespace(cohort=None), *(SimpleNamespace(cohort=c.pk) for c in cohorts)]
    costs = [sum(e.rho for e in pool.spent() if e.cohort_id in (None, person.cohort)) for person in people]
    assert budget.rho_spent(pool.population) == pytest.approx(max(costs))
    assert budget.rho_spent(pool.population, first) == pytest.approx(costs[1])


@pytest.fixture
def counted_by_release(pool, monkeypatch):
    """Call it with a plan: how many people its run counted, before noise."""
    totals, protect = [], pipeline.protect.protect

    def spy(exact, *rest):
        totals.append(int(exact["total"][0]))
        return protect(exact, *rest)

    def run(**plan):
        pool.packaged(**plan)
        return totals[-1]

    monkeypatch.setattr(pipeline.protect, "protect", spy)
    return run


def test_a_run_counts_its_cohort_alone(pool, cohorts, counted_by_release):
    assert [counted_by_release(cohort=cohort) for cohort in cohorts] == [0, 24]


def test_a_run_counts_organizations_that_agreed_to_its_family(pool, counted_by_release):
    fourth = make.organization("delta", agreed=False)
    make.agreement(fourth, fourth.worker, covers=["people"])
    make.people(fourth, 5)
    assert [counted_by_release(workload=name) for name in ("basic", "unmet", "referrals")] == [29, 24, 24]
