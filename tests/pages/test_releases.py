"""Releases from plan to withdrawal on the pages, by the people who may; refusals said in plain words."""

import datetime

import pytest

from anonymized_exports.models import LedgerEntry, Release
from casemgr.accounts.roles import ROLES
from tests.conftest import make_person_of
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.exports.factories import today
from tests.pages.conftest import text_of

PLAN = {"title": "Spring figures", "workload": "basic", "epsilon": "1", "cutoff": None}


def plan(**changes):
    return PLAN | {"cutoff": str(today())} | changes


@pytest.fixture
def planner(pool, signed_in):  # noqa: F811
    return signed_in(pool.planner)


def approver(pool, signed_in, number):  # noqa: F811
    return signed_in(pool.approvers[number])


@pytest.mark.parametrize(
    "role", sorted(set(ROLES) - {"data_steward", "survivor_adviser", "partner_client", "remote_partner"})
)
def test_other_roles_are_refused(signed_in, harbor, role):
    browser = signed_in(make_person_of(harbor, role))
    assert {browser.get(p).status_code for p in ("/releases/", "/releases/plan/", "/releases/population/")} == {403}


def test_before_anything_it_asks_whom_statistics_are_about(signed_in, steward):
    browser = signed_in(steward)
    assert "Declare the population" in text_of(browser.get("/releases/"))
    assert browser.get("/releases/plan/").status_code == 302
    sizes = {"name": "Everybody", "publisher": "The pool", "at_least": "5000", "at_most": "1000"}
    assert browser.post("/releases/population/", sizes).status_code == 422
    assert browser.post("/releases/population/", sizes | {"at_most": "20000"}).status_code == 302
    page = text_of(browser.get("/releases/"))
    assert "0 % of the privacy budget" in page


def test_a_plan_costs_nothing_and_says_what_its_price_means(planner):
    page = text_of(planner.get("/releases/plan/"))
    assert "Right of 100 guesses" in page
    answer = planner.post("/releases/plan/", plan())
    assert answer.status_code == 302
    assert "Nothing is spent yet" in text_of(planner.get(answer.url))
    assert not LedgerEntry.objects.unscoped("test").exists()


def test_a_refused_plan_is_explained_and_kept(planner):
    answer = planner.post("/releases/plan/", plan(workload="wide"))
    assert answer.status_code == 422
    assert "too small for this list of tables" in text_of(answer)
    assert "Spring figures" in text_of(answer)


def test_it_is_started_watched_and_started_again(pool, planner):  # noqa: F811
    one = pool.plan()
    path = f"/releases/{one.public_id}/"
    assert planner.post(path + "start/").status_code == 302
    page = text_of(planner.get(path))
    assert "Waiting for a worker" in page and "It seems stuck" not in page
    Release.objects.unscoped("test").filter(pk=one.pk).update(requested_at=one.planned_at - datetime.timedelta(hours=1))
    assert "It seems stuck" in text_of(planner.get(path))
    assert 'http-equiv="refresh"' in page
    assert "Waiting for a worker" in text_of(planner.get(path + "progress/"))
    pool.run(one)
    moved = planner.get(path + "progress/", headers={"HX-Request": "true"})
    assert moved["HX-Redirect"] == path
    assert "2 organizations have to approve" in text_of(planner.get(path))


def test_a_refusal_of_a_run_stands_on_the_page(pool, planner):  # noqa: F811
    one = pool.plan()
    Release.objects.unscoped("test").filter(pk=one.pk).update(problem="too_few_organizations")
    assert "At least three organizations" in text_of(planner.get(f"/releases/{one.public_id}/"))


def test_two_others_approve_then_it_goes_out_and_back(pool, planner, signed_in):  # noqa: F811
    one = pool.packaged()
    path = f"/releases/{one.public_id}/"
    assert "Whoever planned a release" in text_of(planner.post(path + "approve/"))
    assert planner.post(path + "publish/").status_code == 409
    first, second = approver(pool, signed_in, 0), approver(pool, signed_in, 1)
    assert first.get(path + "tables/").status_code == 200
    assert "95 % interval" in text_of(first.get(path + "tables/gender/"))
    assert first.get(path + "tables/nothing/").status_code == 404
    assert first.post(path + "approve/").status_code == 302
    assert first.post(path + "approve/").status_code == 409
    assert pool.approvers[0].organization.name in text_of(planner.get(path))
    assert second.post(path + "approve/").status_code == 302
    assert planner.post(path + "publish/").status_code == 302
    assert pool.fresh(one).state == "released"
    assert planner.post(path + "withdraw/", {"reason": ""}).status_code == 422
    assert planner.post(path + "withdraw/", {"reason": "A mistake in the codes"}).status_code == 302
    assert "A mistake in the codes" in text_of(planner.get(path))
    assert pool.fresh(one).state == "withdrawn"


def test_one_veto_stops_it(pool, signed_in):  # noqa: F811
    one = pool.packaged()
    path = f"/releases/{one.public_id}/"
    browser = approver(pool, signed_in, 0)
    assert browser.get(path + "veto/").status_code == 200
    assert browser.post(path + "veto/", {"reason": "It could be used for a ban"}).status_code == 302
    assert pool.fresh(one).state == "refused"


def test_a_survivor_adviser_looks_at_it_and_stops_it_and_does_nothing_else(pool, signed_in):  # noqa: F811
    one = pool.packaged()
    path = f"/releases/{one.public_id}/"
    adviser = signed_in(make_person_of(pool.approvers[0].organization, "survivor_adviser"))
    assert adviser.get(path).status_code == 200 and adviser.get(path + "tables/").status_code == 200
    for verb in ("start", "approve", "publish", "cancel"):
        assert adviser.post(path + f"{verb}/").status_code == 403
    assert adviser.get("/releases/plan/").status_code == 403
    assert "Plan a release" not in text_of(adviser.get("/releases/"))
    assert adviser.post(path + "veto/", {"reason": "Figures by nationality would be used for a ban"}).status_code == 302
    assert pool.fresh(one).state == "refused"


def test_it_is_dropped(pool, planner):  # noqa: F811
    one = pool.plan()
    page = text_of(planner.get(f"/releases/{one.public_id}/"))
    assert "<summary" in page and "The plan ends. Nothing was spent." in page
    assert planner.post(f"/releases/{one.public_id}/cancel/").status_code == 302
    assert pool.fresh(one).state == "cancelled"


def test_an_unknown_release_or_verb_is_absent(pool, planner):  # noqa: F811
    one = pool.plan()
    assert planner.get(f"/releases/{'x' * 22}/").status_code == 404
    assert planner.post(f"/releases/{one.public_id}/explode/").status_code == 404
    assert planner.get(f"/releases/{one.public_id}/approve/").status_code == 405


def test_the_budget_spent_is_told_in_words(pool, planner):  # noqa: F811
    pool.packaged(epsilon=2.0)
    page = text_of(planner.get("/releases/"))
    assert "0 % of the privacy budget" not in page
    assert "pays for one more release" in page
