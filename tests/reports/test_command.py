"""`casemgr report`: what the reports pages give away, with the same numbers withheld and the same trail."""

import argparse
import csv
import datetime
import io

import pytest

from casemgr.audit import events
from casemgr.cli import report
from tests.conftest import make_person_of
from tests.reports.test_pages import browser, rows_of, served, trail_of  # noqa: F401 - two are fixtures

YEAR = datetime.date.today().year


def run(*words):
    parser = argparse.ArgumentParser()
    report.add_parser(parser.add_subparsers())
    return report.run(parser.parse_args(["report", *words, "--organization", "harbor"]))


def printed(capsys):
    return list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))


def test_the_figures_are_those_of_the_pages_file(served, browser, supervisor, capsys):  # noqa: F811
    by = ("--by", supervisor.email)
    assert run("figures", "--csv", *by) == 0
    told = printed(capsys)
    assert told == rows_of(browser.get("/reports/file/csv/"))
    assert any("withheld" in row for row in told)
    page, command = trail_of(supervisor, events.REPORT_TAKEN)
    assert page.additional_data == command.additional_data


def test_a_year_by_its_days_is_the_same_report(served, supervisor, capsys):  # noqa: F811
    by = ("--by", supervisor.email, "--csv")
    run("figures", *by)
    usual = printed(capsys)
    assert run("figures", "--from", f"{YEAR}-01-01", "--to", f"{YEAR}-12-31", *by) == 0
    assert printed(capsys) == usual
    assert run("figures", "--from", f"{YEAR - 1}-01-01", "--to", f"{YEAR - 1}-12-31", *by) == 0
    assert printed(capsys) != usual


@pytest.mark.parametrize("days", [("01-01", "01-30"), ("01-02", "01-31"), ("01-01", "02-28")])
def test_days_of_ones_own_choosing_are_refused(served, supervisor, days, capsys):  # noqa: F811
    first, last = (f"2025-{day}" for day in days)
    assert run("figures", "--from", first, "--to", last, "--by", supervisor.email) == 1
    told = capsys.readouterr()
    assert "whole month" in told.err and told.out == "" and not trail_of(supervisor, events.REPORT_TAKEN)


def test_it_is_a_table_on_a_terminal(served, supervisor, capsys):  # noqa: F811
    assert run("figures", "--by", supervisor.email) == 0
    assert "withheld" in capsys.readouterr().out
    (entry,) = trail_of(supervisor, events.REPORT_TAKEN)
    assert entry.additional_data["form"] == "print" and entry.additional_data["exact"] == 0


def test_access_by_group_withholds_small_groups(served, supervisor, capsys):  # noqa: F811
    assert run("equity", "--group", "gender", "--csv", "--by", supervisor.email) == 0
    rows = {row[0]: row[1:] for row in printed(capsys)}
    assert rows["Everybody"][0] == "14" and "withheld" in {row[0] for row in rows.values() if row}
    assert "3" not in {row[0] for row in rows.values() if row}
    assert len(trail_of(supervisor, events.EQUITY_READ)) == 1


def test_who_may_not_is_refused(served, supervisor, caseworker, auditor, capsys):  # noqa: F811
    assert run("figures", "--by", auditor.email) == 1 and capsys.readouterr().out == ""
    assert run("figures", "--by", "nobody@example.org") == 2
    make_person_of(supervisor.organization, "supervisor")
    assert run("figures") == 2, "several may: say which"


def test_what_means_nothing_is_refused(served, supervisor, capsys):  # noqa: F811
    by = ("--by", supervisor.email)
    assert run("figures", "--service", "nonsense", *by) == 1
    said = capsys.readouterr().err
    assert "--service: no such code" in said and "emergency_shelter" in said
    assert run("figures", "--rows", "gender", "--columns", "age", *by) == 1
    assert "--rows: no such code. There are: sex, age" in capsys.readouterr().err
    assert run("equity", "--and-group", "nonsense", *by) == 1
    assert "--and-group: no such code. There are: gender" in capsys.readouterr().err
    assert run("figures", "--group", "gender", *by) == 2
    assert run("equity", "--service", "medical", *by) == 2 and capsys.readouterr().out == ""
