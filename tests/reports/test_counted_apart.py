"""Who sees many cases has figures counted by a job: the same numbers, kept a day, for who asked, with what they saw."""

import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casemgr.accounts.actions import save_team
from casemgr.accounts.models import User
from casemgr.audit import events
from casemgr.errors import NotPermitted
from cases import actions
from cases.actions import counted_reports, counting
from cases.models import CaseUserObjectPermission, CountedReport
from cases.reports.pages import PAGES
from cases.tasks import count_report, forget_old_contacts
from tests.conftest import as_user, make_person_of, open_case
from tests.doors.world import sign_in
from tests.reports.test_pages import rows_of, trail_of

YEAR = datetime.date.today().year
FIGURES = {
    "report": "when=this-year&kind=survivor&rows=sex&columns=citizenship",
    "equity": "when=this-year&by=gender&and=preferred_language",
    "quality": "",
}
READ = {
    "report": lambda query, by: actions.read_report(query, by=by),
    "equity": lambda query, by: actions.read_equity(query, by=by),
    "quality": lambda _query, by: actions.read_quality(by=by),
}
NOT_YET = "Not counted yet"


@pytest.fixture(autouse=True)
def served(caseworker):
    """Fourteen people, three of them men, each with a service."""
    found = [open_case(caseworker, f"A{n}", gender="Masculine" if n < 3 else "Feminine") for n in range(14)]
    with as_user(caseworker):
        for case in found:
            actions.record_service(case, service_code="medical", by=caseworker)
    return found


@pytest.fixture
def many(settings):
    """Fourteen cases are many."""
    settings.CASEMGR_LIVE_CASES = 13


@pytest.fixture
def browser(supervisor):
    return sign_in(supervisor)


def page_of(browser, figures, query=None):
    return browser.get(f"/reports/{'' if figures == 'report' else figures + '/'}?{query or FIGURES[figures]}")


def ask(browser, figures="report", query=None):
    return browser.post(f"/reports/count/{figures}/?{query or FIGURES[figures]}", follow=True)


def waiting():
    return list(ProcrastinateJob.objects.filter(task_name="cases.count_report").order_by("pk"))


def work():
    """What a worker does with every job that waits; afterwards none does."""
    for job in waiting():
        count_report(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'cases.count_report'")


def own(person):
    with as_user(person):
        return list(CountedReport.objects.visible_to(person))


def counted(browser, figures="report", query=None):
    ask(browser, figures, query)
    work()


def test_few_cases_are_counted_at_once_and_nothing_is_kept(browser, supervisor):
    for figures in FIGURES:
        page = page_of(browser, figures).content.decode()
        assert NOT_YET not in page and "Count again" not in page
    assert own(supervisor) == waiting() == []


@pytest.mark.parametrize("figures", FIGURES)
def test_a_look_counts_nothing_where_there_are_many(many, browser, figures, supervisor):
    page = page_of(browser, figures)
    assert page.status_code == 200 and NOT_YET in page.content.decode()
    assert own(supervisor) == waiting() == []
    assert not any(trail_of(supervisor, one) for one in (events.REPORT_READ, events.EQUITY_READ, events.QUALITY_READ))


@pytest.mark.parametrize("figures", FIGURES)
def test_what_is_kept_are_the_numbers_of_a_count_at_once(browser, supervisor, settings, figures):
    query = dict(pair.split("=") for pair in FIGURES[figures].split("&") if pair)
    with as_user(supervisor):
        live = READ[figures](query, supervisor)
    settings.CASEMGR_LIVE_CASES = 13
    counted(browser, figures)
    with as_user(supervisor):
        kept = READ[figures](query, supervisor)
    assert kept.counted_at is not None and live.counted_at is None
    assert kept == type(kept)(**{**vars(live), "counted_at": kept.counted_at})


@pytest.mark.parametrize("figures", FIGURES)
def test_the_page_says_of_what_time_it_is_and_each_look_is_in_the_trail(many, browser, supervisor, figures):
    counted(browser, figures)
    for _look in range(2):
        assert "Counted on" in page_of(browser, figures).content.decode()
    event = {"report": events.REPORT_READ, "equity": events.EQUITY_READ, "quality": events.QUALITY_READ}[figures]
    looks = trail_of(supervisor, event)
    assert len(looks) == 2 and all(look.additional_data["counted"].startswith(str(YEAR)) for look in looks)
    assert len(trail_of(supervisor, events.REPORT_COUNT_ASKED)) == len(trail_of(supervisor, events.REPORT_COUNT_ENDED))


@pytest.mark.parametrize("figures", FIGURES)
def test_each_page_has_as_many_steps_as_it_says(supervisor, figures):
    query, page = dict(pair.split("=") for pair in FIGURES[figures].split("&") if pair), PAGES[figures]
    with as_user(supervisor):
        rules = counted_reports.rules_of(supervisor)
        assert len(list(page.steps(page.asked(query, supervisor, rules), supervisor))) == page.number


def test_one_question_is_one_job_however_often_it_is_asked(many, browser, supervisor):
    assert b"Waiting" in ask(browser).content
    ask(browser, query=f"when=year-{YEAR}-01&kind=survivor&rows=sex&columns=citizenship")  # the same in other words
    assert len(waiting()) == len(own(supervisor)) == 1
    ask(browser, query="when=last-year")
    assert len(waiting()) == 2


def test_while_it_counts_the_page_says_how_far_it_is(many, browser, supervisor, monkeypatch):
    page, seen = ask(browser), []
    assert b'http-equiv="refresh" content="5"' in page.content
    (row,) = own(supervisor)
    moved = counting._moved

    def looked(*args):
        answer = moved(*args)
        seen.append(browser.get(f"/reports/counting/{row.public_id}/", headers={"HX-Request": "true"}))
        return answer

    monkeypatch.setattr(counting, "_moved", looked)
    work()
    assert [f"{done} of 5 steps done" in part.content.decode() for done, part in enumerate(seen)] == [True] * 5
    done = browser.get(f"/reports/counting/{row.public_id}/", headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true" and done.content == b""
    assert browser.get(f"/reports/counting/{row.public_id}/").status_code == 302


def test_files_and_the_page_to_print_are_of_what_was_kept(many, browser, caseworker, supervisor):
    path = f"/reports/file/csv/?{FIGURES['report']}"
    answer = browser.get(path)
    assert answer.status_code == 302 and answer.url == f"/reports/?{FIGURES['report']}"
    counted(browser)
    new = open_case(caseworker, "A15")
    with as_user(caseworker):
        actions.record_service(new, service_code="medical", by=caseworker)
    rows = rows_of(browser.get(path))
    assert ["Everybody", "", "14", "14"] in rows and rows[1][0] == "Counted on"
    assert b"People assisted: 14" in browser.get(f"/reports/print/?{FIGURES['report']}").content
    exact = browser.post(f"/reports/exact/?{FIGURES['report']}", {"form": "csv", "reason": "x"})
    assert ["Everybody", "", "14", "14"] in rows_of(exact)
    refused = browser.post("/reports/exact/?when=last-year", {"form": "csv", "reason": "x"})
    assert refused.status_code == 422 and b"counted yet" in refused.content
    counted(browser)
    assert ["Everybody", "", "15", "15"] in rows_of(browser.get(path))


def test_a_command_waits_for_its_own_count(many, supervisor):
    with as_user(supervisor):
        assert actions.take_report({}, by=supervisor, form="csv", now=True).leaving.people == 14
        assert actions.read_equity({}, by=supervisor, now=True).everybody.size == 14


def test_nobody_else_finds_it_by_page_or_by_sql(many, browser, supervisor, harbor):
    counted(browser)
    ask(browser, "quality")
    second = make_person_of(harbor, "supervisor")
    other = sign_in(second)
    assert NOT_YET in page_of(other, "report").content.decode()
    for row in own(supervisor):
        assert other.get(f"/reports/counting/{row.public_id}/").status_code == 404
        assert other.post(f"/reports/counting/{row.public_id}/cancel/").status_code == 404
    with as_user(second), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_countedreport")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE cases_countedreport SET page = page")
        assert cursor.rowcount == 0
    assert len(own(supervisor)) == 2


def test_the_numbers_are_sealed_where_they_lie(many, browser, supervisor):
    counted(browser)
    with as_user(supervisor), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM cases_countedreport t")
        (row,) = cursor.fetchone()
    assert "Feminine" not in row and b"medical".hex() not in row


def _another_role(person):
    User.objects.filter(pk=person.pk).update(role="team_lead")


def _another_team(person):
    admin = make_person_of(person.home, "org_admin")
    with as_user(admin):
        save_team(name="North", members=[person], by=admin)


def _a_name_less(person):
    CaseUserObjectPermission.objects.filter(user=person).delete()


@pytest.mark.parametrize("change", [_another_role, _another_team, _a_name_less])
def test_it_is_hidden_once_the_person_sees_another_part(many, browser, supervisor, served, caseworker, change):
    open_case(supervisor, "Own")
    counted(browser)
    assert "Counted on" in page_of(browser, "report").content.decode()
    with as_user(supervisor):
        change(supervisor)
    page = page_of(browser, "report").content.decode()
    assert "Counted on" not in page


def test_a_case_more_hides_nothing(many, browser, supervisor):
    counted(browser)
    open_case(supervisor, "Later")
    assert "Counted on" in page_of(browser, "report").content.decode()


def test_it_is_not_counted_for_who_no_longer_may(many, browser, supervisor):
    ask(browser)
    User.objects.filter(pk=supervisor.pk).update(role="caseworker")
    with pytest.raises(NotPermitted):
        work()
    (row,) = own(supervisor)
    assert row.state == "failed" and row.content is None
    assert page_of(browser, "report").status_code == 403


def test_it_is_not_counted_with_another_reach_than_it_was_asked_with(many, browser, supervisor):
    ask(browser)
    _another_team(supervisor)
    with pytest.raises(NotPermitted):
        work()
    assert NOT_YET in page_of(browser, "report").content.decode()


@pytest.mark.parametrize(("at", "begun"), [(2, [True, True, True, False]), (4, [True] * 5)])
def test_what_is_cancelled_ends_with_its_step_and_leaves_nothing(many, browser, supervisor, monkeypatch, at, begun):
    ask(browser)
    (row,) = own(supervisor)
    moved, seen = counting._moved, []

    def cancelled_meanwhile(report_id, by, done):
        seen.append(moved(report_id, by, done))
        if done == at:
            browser.post(f"/reports/counting/{row.public_id}/cancel/")
        return seen[-1]

    monkeypatch.setattr(counting, "_moved", cancelled_meanwhile)
    work()
    assert seen == begun and own(supervisor) == []
    assert NOT_YET in page_of(browser, "report").content.decode()
    ended = trail_of(supervisor, events.REPORT_COUNT_ENDED)
    assert [entry.additional_data for entry in ended] == [{"how": "cancelled"}]


def test_a_cancelled_one_that_is_begun_late_is_passed_over(many, browser, supervisor):
    ask(browser)
    (row,) = own(supervisor)
    browser.post(f"/reports/counting/{row.public_id}/cancel/")
    work()
    assert own(supervisor) == []


def test_what_was_counted_is_cancelled_no_more(many, browser, supervisor):
    counted(browser)
    (row,) = own(supervisor)
    assert browser.post(f"/reports/counting/{row.public_id}/cancel/").status_code == 409
    assert len(own(supervisor)) == 1


def test_a_failure_is_told_and_it_is_started_again(many, browser, supervisor, monkeypatch):
    ask(browser)
    monkeypatch.setattr(counting, "room", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work()
    monkeypatch.undo()
    page = page_of(browser, "report").content.decode()
    assert "The counting failed" in page and "refresh" not in page
    counted(browser)
    assert "Counted on" in page_of(browser, "report").content.decode()


def test_what_crashed_is_told_and_it_is_started_again(many, browser, supervisor, monkeypatch):
    ask(browser)
    (row,) = own(supervisor)
    with as_user(supervisor):
        counting._moved(row.pk, supervisor, 3)
        late = timezone.now() - counted_reports.STANDSTILL - datetime.timedelta(seconds=1)
        CountedReport.objects.visible_to(supervisor).update(moved_at=late)
    page = page_of(browser, "report").content.decode()
    assert "stands still" in page and "refresh" not in page
    counted(browser)
    assert "Counted on" in page_of(browser, "report").content.decode()
    assert [one.pk for one in own(supervisor)] != [row.pk]


def test_a_second_run_counts_again_and_a_third_has_nothing_to_do(many, browser, supervisor):
    ask(browser)
    (row,) = own(supervisor)
    with as_user(supervisor):
        counting._moved(row.pk, supervisor, 3)  # a crash
    for _time in range(2):
        count_report(str(row.pk), str(supervisor.pk))
    assert own(supervisor)[0].state == "counted"
    assert len(trail_of(supervisor, events.REPORT_COUNT_ENDED)) == 1


def test_it_ends_with_the_day(many, browser, supervisor):
    counted(browser)
    with as_user(supervisor):
        old = timezone.now() - counted_reports.KEPT - datetime.timedelta(seconds=1)
        CountedReport.objects.visible_to(supervisor).update(moved_at=old)
    assert NOT_YET in page_of(browser, "report").content.decode()
    forget_old_contacts(str(supervisor.organization_id))
    assert own(supervisor) == []


def test_the_trail_keeps_no_number(many, browser, supervisor):
    counted(browser)
    asked, ended = (trail_of(supervisor, one)[0] for one in (events.REPORT_COUNT_ASKED, events.REPORT_COUNT_ENDED))
    assert asked.additional_data["page"] == "report" and f"when=year-{YEAR}-01" in asked.additional_data["report"]
    assert ended.additional_data == {"how": "counted"}


def test_the_job_carries_ids_only(many, browser, supervisor):
    ask(browser)
    (job,) = waiting()
    assert {UUID(job.args["report"]), UUID(job.args["user"])} == {own(supervisor)[0].pk, supervisor.pk}


def test_an_address_that_means_nothing_is_refused(many, browser):
    assert browser.post("/reports/count/report/?when=x").status_code == 422
    assert browser.post("/reports/count/projects/").status_code == 404
    assert browser.get("/reports/count/report/").status_code == 405
