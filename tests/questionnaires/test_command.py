"""`casemgr form import`: the same reader and action as the page; all of a form, or what is wrong with it by row."""

import argparse

import pytest

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.cli import form
from cases.models import Questionnaire, QuestionnaireVersion
from tests.conftest import as_user, make_person_of
from tests.questionnaires.workbooks import SURVEY, workbook


def run(*words):
    parser = argparse.ArgumentParser()
    form.add_parser(parser.add_subparsers())
    return form.run(parser.parse_args(["form", "import", *map(str, words)]))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook().read())
    return path


def kept(by):
    with as_user(by):
        return list(Questionnaire.objects.visible_to(by).values_list("code", flat=True))


def test_a_form_is_kept_offered_and_told_in_the_trail(supervisor, file, capsys):
    assert run(file, "--organization", "harbor", "--approval") == 0
    assert kept(supervisor) == ["home_visit"] and "version 1" in capsys.readouterr().err
    with as_user(supervisor):
        version = QuestionnaireVersion.objects.visible_to(supervisor).get()
        assert version.definition["approval"] is True and version.added_by == supervisor
        entry = AuditEntry.objects.unscoped("the trail").get(event=events.QUESTIONNAIRE_ADDED)
        assert entry.actor == supervisor


def test_a_check_keeps_nothing(supervisor, file, capsys):
    assert run(file, "--organization", "harbor", "--check") == 0
    assert kept(supervisor) == [] and "Nothing was kept" in capsys.readouterr().err
    with as_user(supervisor):
        assert not AuditEntry.objects.unscoped("the trail").filter(event=events.QUESTIONNAIRE_ADDED).exists()


def test_what_is_not_supported_is_named_by_row_and_nothing_is_kept(supervisor, tmp_path, capsys):
    path = tmp_path / "form.xlsx"
    wrong = [["barcode", "tag", "Scan", ""], ["geopoint", "here", "Where", ""]]
    path.write_bytes(workbook([*SURVEY, *wrong]).read())
    assert run(path, "--organization", "harbor") == 1
    said = capsys.readouterr().err
    for row in (len(SURVEY) + 2, len(SURVEY) + 3):
        assert f"survey, row {row}" in said
    assert "Nothing was kept." in said and kept(supervisor) == []


def test_a_check_refuses_what_keeping_would(supervisor, file):
    assert run(file, "--organization", "harbor") == 0
    assert run(file, "--organization", "harbor", "--check") == 1, "it is there already"


def test_no_workbook_is_refused(supervisor, tmp_path, capsys):
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"%PDF-1.4")
    assert run(path, "--organization", "harbor") == 1
    said = capsys.readouterr().err
    assert "This is no Excel workbook" in said and "Nothing was kept" in said


def test_who_may_not_is_refused_and_two_who_may_are_asked_for(harbor, supervisor, caseworker, file, capsys):
    assert run(file, "--organization", "harbor", "--by", caseworker.email) == 1
    second = make_person_of(harbor, "supervisor")
    assert run(file, "--organization", "harbor") == 2 and "--by EMAIL" in capsys.readouterr().err
    assert kept(supervisor) == []
    assert run(file, "--organization", "harbor", "--by", second.email) == 0


def test_wrong_use_exits_2(supervisor, file, tmp_path, capsys):
    assert run(file, "--organization", "nowhere") == 2
    assert run(tmp_path / "absent.xlsx", "--organization", "harbor") == 2
    said = capsys.readouterr().err
    assert "can't be read: No such file" in said and "Errno" not in said


def test_the_only_organization_need_not_be_named(supervisor, file):
    assert run(file) == 0 and kept(supervisor) == ["home_visit"]


def test_one_of_several_organizations_has_to_be_named(supervisor, lotus, file, capsys):
    assert run(file) == 2 and kept(supervisor) == []
    assert "with --organization" in capsys.readouterr().err
