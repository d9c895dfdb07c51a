"""The supervisor's page: counts of what they see, each leading to the list behind it."""

import datetime

import pytest

from cases.actions import add_task, assign, change_case, set_restricted
from cases.models import Case
from cases.workload import Load, loads
from tests.conftest import as_user, make_person_of, open_case

from .conftest import words


def load_of(worker, by):
    with as_user(by):
        return next((load for load in loads(by) if load.worker == worker), Load(worker))


def changed(case, by, **values):
    with as_user(by):
        now = Case.objects.visible_to(by).get(pk=case.pk)
        change_case(now, values, version=now.version, by=by)


def untouched(case, by, days):
    with as_user(by):
        long_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
        Case.objects.visible_to(by).filter(pk=case.pk).update(updated_at=long_ago)


@pytest.fixture
def work(caseworker):
    """Three cases of one caseworker: urgent, watched, not assessed; one task overdue, one to come."""
    cases = [open_case(caseworker, alias=name) for name in ("Amira", "Noor", "Sofia")]
    day = datetime.date.today()
    changed(cases[0], caseworker, risk="urgent")
    changed(cases[1], caseworker, risk="watch")
    with as_user(caseworker):
        for due in (day - datetime.timedelta(days=1), day + datetime.timedelta(days=3)):
            add_task(cases[1], title="Call", due_on=due, by=caseworker)
    return cases


def test_the_open_work_of_each_colleague_is_counted(work, caseworker, supervisor):
    load = load_of(caseworker, supervisor)
    assert (load.open, load.urgent, load.watch, load.other, load.overdue, load.week) == (3, 1, 1, 1, 1, 1)
    assert load.weight == 6


def test_closed_cases_weigh_nothing(work, caseworker, supervisor):
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=work[0].pk).update(status="closed")
    assert load_of(caseworker, supervisor).open == 2


def test_what_was_left_lying_is_counted_and_listed(work, caseworker, supervisor, browse):
    untouched(work[2], caseworker, days=45)
    untouched(work[1], caseworker, days=29)
    assert load_of(caseworker, supervisor).stale == 1
    listed = words(browse(supervisor).get("/cases/?view=stale"))
    assert "Sofia" in listed and "Noor" not in listed


def test_a_case_without_a_caseworker_stands_last_and_leads_to_the_list(work, caseworker, supervisor, browse):
    with as_user(supervisor):
        Case.objects.visible_to(supervisor).filter(pk=work[2].pk).update(caseworker=None)
        assert loads(supervisor)[-1] == Load(None, open=1)
    page = browse(supervisor)
    assert "Nobody yet" in words(page.get("/team/")) and "Sofia" in words(page.get("/cases/?view=unassigned"))


def test_an_urgent_case_with_nothing_planned_is_told(work, supervisor, browse):
    page = browse(supervisor)
    assert "0 Urgent without a follow-up" in words(page.get("/team/"))
    changed(work[0], supervisor, next_follow_up=None)
    assert "1 Urgent without a follow-up" in words(page.get("/team/"))
    assert "Amira" in words(page.get("/cases/?view=alone"))


def test_a_restricted_case_counts_only_for_those_named(work, caseworker, supervisor, harbor):
    other = make_person_of(harbor, "supervisor")
    with as_user(other):
        set_restricted(work[0], restricted=True, reason="A relative works here", by=other)
    assert load_of(caseworker, supervisor).open == 2
    assert load_of(caseworker, other).open == 3


def test_the_page_names_no_survivor(work, supervisor, browse):
    shown = words(browse(supervisor).get("/team/"))
    assert not [name for name in ("Amira", "Noor", "Sofia") if name in shown]


def test_the_views_of_supervisors_give_a_caseworker_their_usual_list(work, browse, caseworker):
    answer = browse(caseworker).get("/cases/?view=unassigned")
    assert answer.context["view"] == "mine"


def test_work_given_away_moves_to_the_other(work, caseworker, colleague, supervisor):
    with as_user(supervisor):
        assign(work[0], to=colleague, by=supervisor)
    assert load_of(colleague, supervisor).urgent == 1 and load_of(caseworker, supervisor).urgent == 0


@pytest.mark.parametrize("role", ["team_lead", "supervisor"])
def test_every_count_leads_to_a_page_that_opens(role, harbor, browse):
    browser = browse(make_person_of(harbor, role))
    found = browser.get("/team/")
    for one in found.context["waiting"]:
        assert browser.get(one["url"]).status_code == 200, one["url"]
    assert ("Possible duplicates" in words(found)) == (role == "supervisor")
