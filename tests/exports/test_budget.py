"""The ledger: reserved before anything is read, never over the cap, never given back, never refused in silence."""

import threading
from dataclasses import replace

import pytest
from django.db import DatabaseError, connections, transaction

from anonymized_exports import actions, budget
from anonymized_exports.models import LedgerEntry, Population
from anonymized_exports.pipeline import accounting, measure, protect, schema
from anonymized_exports.refusals import REASONS, ExportRefused
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import StatisticsAgreement
from casemgr.errors import InvalidInput, NotPermitted
from tests.exports.conftest import refusal
from tests.exports.factories import DAY, OWNER, agreement, today


def test_a_run_is_paid_for_once(pool):
    release = pool.packaged(epsilon=2.0)
    [entry] = pool.spent()
    assert entry.release_id == release.pk
    assert entry.rho == accounting.rho_for(2.0, 1e-6)
    assert entry.workload_digest == schema.load("basic").digest
    assert (entry.flag_cap, entry.squared_sensitivity) == (10, 18)


def test_nothing_is_counted_before_the_reservation_is_committed(pool, monkeypatch):
    entries_at_counting = []

    def spy(workload, query, made_up=""):
        if not made_up:  # people who stand in the statement are counted before, for the attacks
            entries_at_counting.append(LedgerEntry.objects.using("owner").unscoped("test").count())
        return count(workload, query, made_up)

    count = measure.count
    monkeypatch.setattr(measure, "count", spy)
    pool.packaged()
    assert entries_at_counting == [1]


def test_the_lifetime_budget_is_never_exceeded(pool):
    for _ in range(3):
        pool.packaged(epsilon=2.0)
    with refusal("over_budget"):
        pool.plan(epsilon=2.0)
    assert budget.epsilon_spent(pool.population) <= 4.0
    assert len(pool.spent()) == 3


def test_parallel_reservations_never_exceed_the_cap(pool):
    releases = [pool.plan(epsilon=2.0) for _ in range(6)]
    outcomes, start = [], threading.Barrier(6)

    def reserve(release):
        start.wait()
        try:
            pool.run(release)
            outcomes.append("run")
        except ExportRefused as refusal:
            outcomes.append(refusal.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=reserve, args=(release,)) for release in releases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["over_budget"] * 3 + ["run"] * 3
    assert sum(entry.rho for entry in pool.spent()) <= accounting.rho_for(4.0, 1e-6)


def test_another_name_renews_nothing(pool):
    pool.packaged(epsilon=4.0)
    with acting_as_user(pool.planner):
        actions.rename_population(pool.population, name="Quite others", by=pool.planner)
        with pytest.raises(InvalidInput):
            actions.declare_population(name="New", publisher="P", at_least=1000, at_most=2000, by=pool.planner)
    with refusal("over_budget"):
        pool.plan(epsilon=0.5)


def test_a_second_population_behind_the_same_door_cannot_be_written_at_all(pool):
    with pytest.raises(DatabaseError), transaction.atomic():
        Population.objects.create(name="Twin", publisher="P", at_least=1, at_most=2, created_by=pool.planner)


@pytest.mark.parametrize("sql", [
    "UPDATE anonymized_exports_ledgerentry SET rho = 0.0001",
    "DELETE FROM anonymized_exports_ledgerentry",
    "TRUNCATE anonymized_exports_ledgerentry",
    "DELETE FROM anonymized_exports_release",
    "UPDATE anonymized_exports_approval SET decision = 'approve'",
    "DELETE FROM anonymized_exports_downloadrecord",
])  # fmt: skip
def test_the_database_itself_keeps_what_was_written(pool, sql):
    pool.packaged()
    with pytest.raises(DatabaseError, match=r"permission denied|append-only"), transaction.atomic():
        connections["default"].cursor().execute(sql)
    assert len(pool.spent()) == 1


def refused(pool, reason, act):
    with pytest.raises(ExportRefused) as refusal:
        act()
    assert refusal.value.reason == reason
    assert str(refusal.value.message) == str(REASONS[reason])
    assert pool.spent() == []


def test_it_refuses_a_population_below_the_floor_by_its_declared_size(pool):
    refused(pool, "population_too_small", lambda: pool.plan(workload="standard"))


def test_it_refuses_a_stale_snapshot(pool, long_ago):
    refused(pool, "stale_snapshot", lambda: pool.plan(cutoff=long_ago))


def test_it_refuses_a_snapshot_in_the_future(pool):
    refused(pool, "future_snapshot", lambda: pool.plan(cutoff=today() + DAY))


def test_it_refuses_an_unknown_list_of_tables(pool):
    refused(pool, "unknown_workload", lambda: pool.plan(workload="mine"))


def test_it_refuses_fewer_than_three_organizations(pool):
    org = pool.organizations[0]
    StatisticsAgreement.objects.using(OWNER).filter(organization=org).update(ended_on=today())
    refused(pool, "too_few_organizations", pool.plan)


def declare_size(org, people):
    """The organization's newest version declares this; the database itself lets nobody change one."""
    agreements = StatisticsAgreement.objects.using(OWNER).filter(organization=org)
    terms = {"signer": agreements.get().signed_by, "people_at_most": people}
    agreements.update(ended_on=today())
    agreement(org, **terms)


@pytest.mark.parametrize(("size", "reason"), [(None, "size_not_declared"), (2001, "one_dominates")])
def test_it_refuses_a_pool_that_one_organization_may_dominate(pool, size, reason):
    declare_size(pool.organizations[0], size)
    refused(pool, reason, pool.plan)


def test_an_agreement_that_began_after_the_cut_off_day_is_no_key(pool):
    org = pool.organizations[0]
    StatisticsAgreement.objects.using(OWNER).filter(organization=org).update(ended_on=today())
    agreement(org, org.worker, starts_on=today() - DAY)
    refused(pool, "too_few_organizations", lambda: pool.plan(cutoff=today() - 2 * DAY))
    assert pool.plan(cutoff=today() - DAY).state == "planned"


def test_half_of_the_declared_people_is_not_yet_dominance(pool):
    declare_size(pool.organizations[0], 2000)
    assert pool.plan().state == "planned"


def test_it_refuses_a_family_that_too_few_agreed_to(pool, monkeypatch):
    document = schema.load("basic")
    monkeypatch.setattr(schema, "load", lambda _name: replace(document, family="equity"))
    assert pool.plan().state == "planned"
    org = pool.organizations[0]
    StatisticsAgreement.objects.using(OWNER).filter(organization=org).update(ended_on=today())
    agreement(org, org.worker, covers=["people", "services"])
    refused(pool, "too_few_organizations", pool.plan)


def test_it_refuses_another_noise_source(pool, monkeypatch):
    release = pool.plan()
    monkeypatch.setattr(protect, "installed_backend", lambda: "random.gauss")
    refused(pool, "other_noise_backend", lambda: pool.run(release))
    assert pool.fresh(release).problem == "other_noise_backend"


def test_it_refuses_a_list_that_changed_since_it_was_planned(pool):
    release = pool.plan()
    type(release).objects.using(OWNER).unscoped("test").filter(pk=release.pk).update(workload_digest="0" * 64)
    refused(pool, "workload_changed", lambda: pool.run(release))
    assert pool.fresh(release).state == "planned"


def test_it_refuses_a_release_that_went_over_budget_after_it_was_planned(pool):
    late = pool.plan(epsilon=2.0)
    pool.packaged(epsilon=3.5)
    with refusal("over_budget"):
        pool.run(late)
    assert len(pool.spent()) == 1
    assert pool.fresh(late).state == "planned"


@pytest.mark.parametrize("role", ["researcher", "caseworker", "org_admin", "auditor"])
def test_only_stewards_plan(pool, role):
    user = pool.researcher
    user.role = role
    with acting_as_user(user), pytest.raises(NotPermitted):
        actions.plan(pool.population, workload="basic", epsilon=1, cutoff=today(), title="", by=user)
