"""The privacy ledger, trying a release before anything is spent, and what a small pool is told."""

import re

import pytest

from anonymized_exports import budget
from anonymized_exports.models import Cohort, LedgerEntry, Population
from anonymized_exports.pipeline import accounting, schema
from casemgr.accounts.models import StatisticsAgreement
from frontend.release_costs import cost
from tests.exports.conftest import officer, pool  # noqa: F401 - the fixture
from tests.exports.factories import DAY, OWNER, today
from tests.pages.conftest import text_of

BUDGET, POOL, COHORT, PLAN = "/releases/budget/", "/releases/pool/", "/releases/cohort/", "/releases/plan/"
TRY = {"workload": "basic", "epsilon": "2"}


@pytest.fixture
def planner(pool, signed_in):  # noqa: F811
    return signed_in(pool.planner)


def declare(browser, **changes):
    fields = {
        "first_from": str(today() - 9 * DAY),
        "first_until": str(today() - 2 * DAY),
        "at_least": "1000",
        "at_most": "5000",
    }
    return browser.post(COHORT, fields | changes)


def test_trying_a_release_spends_and_counts_nothing(planner, monkeypatch):
    monkeypatch.setattr("cases.for_exports.open_door", lambda *_a, **_k: pytest.fail("the data were asked"))
    page = text_of(planner.get(BUDGET, TRY))
    assert "It costs 28 % of the whole budget" in page
    assert "3 such releases still fit" in page
    assert "Nothing was spent yet" in page
    assert not LedgerEntry.objects.unscoped("test").exists()


def test_its_figures_are_those_of_the_mechanism(pool):  # noqa: F811
    rho = accounting.rho_for(2, 1e-6)
    shown = cost(pool.population, "basic", 2.0)
    sigmas = accounting.sigmas_for(schema.load("basic"), rho)
    assert shown.sigmas == (min(sigmas.values()), max(sigmas.values()))
    [country] = [t for t in shown.tables if t.name == "citizenship"]
    assert (country.cells, country.needed) == (len(schema.load("basic").variables[3].codes), 3)
    assert country.sigma == sigmas["citizenship"]
    assert country.clear == -(-3 * country.sigma // 1)
    assert shown.fits == 3


def test_the_number_that_still_fits_is_what_the_ledger_lets_through(pool):  # noqa: F811
    for left in (3, 2, 1):
        assert cost(pool.population, "basic", 2.0).fits == left
        pool.packaged(epsilon=2.0)
    assert cost(pool.population, "basic", 2.0).fits == 0


@pytest.mark.parametrize("wrong", [{"epsilon": "5"}, {"epsilon": "0"}, {"epsilon": "x"}, {"workload": "mine"}])
def test_nonsense_is_said_at_the_form(planner, wrong):
    assert planner.get(BUDGET, TRY | wrong).status_code == 422


def test_each_entry_stands_in_the_ledger_and_the_picture_has_its_table(pool, planner):  # noqa: F811
    release = pool.packaged(epsilon=2.0)
    page = text_of(planner.get(BUDGET))
    assert release.title in page
    assert f"{budget.epsilon_spent(pool.population):.2f}" in page
    [width] = re.findall(r'class="bar-value" x="0" y="1" width="([\d.]+)"', page)
    assert f"{float(width):.0f} %" in page


def test_advisers_see_the_ledger_and_declare_nothing(pool, signed_in):  # noqa: F811
    browser = signed_in(officer(pool.organizations[1], "survivor_adviser"))
    assert browser.get(BUDGET).status_code == 200
    assert declare(browser).status_code == 403


def test_a_cohort_is_declared_tried_and_planned(planner):
    assert declare(planner).status_code == 302
    assert "overlaps" in text_of(declare(planner))
    [cohort] = Cohort.objects.unscoped("test")
    assert "It costs" in text_of(planner.get(BUDGET, TRY | {"cohort": cohort.public_id}))
    assert planner.get(BUDGET, TRY | {"cohort": "nobody"}).status_code == 422
    plan = {"title": "One", "cutoff": str(today()), **TRY, "cohort": cohort.public_id}
    answer = planner.post(PLAN, plan)
    assert "First yes from" in text_of(planner.get(answer.url))


def test_a_small_pool_is_told_why_and_what_would_help(planner):
    answer = planner.post(PLAN, {"title": "One", "cutoff": str(today()), **TRY, "workload": "wide"})
    assert answer.status_code == 422
    assert f'href="{POOL}"' in text_of(answer)
    page = text_of(planner.get(POOL))
    assert "declared with at least 1,000 people" in page
    assert "no, refused" in page
    assert "Pool with other organizations" in page


def test_too_few_organizations_are_told_by_number_and_not_by_name(pool, planner):  # noqa: F811
    gone = pool.organizations[2]
    StatisticsAgreement.objects.using(OWNER).filter(organization=gone).update(ended_on=today())
    page = text_of(planner.get(POOL))
    assert re.search(r'class="number">2</td><td>no</td>', page)
    assert not any(org.name in page for org in pool.organizations[1:])
    assert f'href="{POOL}"' in text_of(planner.post(PLAN, {"title": "One", "cutoff": str(today()), **TRY}))


def test_the_pages_wait_until_a_population_is_declared(signed_in, steward):
    browser = signed_in(steward)
    assert not Population.objects.unscoped("test").exists()
    assert {browser.get(path).status_code for path in (BUDGET, POOL, COHORT)} == {302}
