"""XLSForms are taken whole or refused with row and column; nothing is half taken."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from cases.importing.problems import FileRefused
from cases.questionnaires.definition import everything
from cases.questionnaires.problems import FormRefused
from cases.questionnaires.xlsform import Asked, import_xlsform
from tests.questionnaires.workbooks import CHOICES, COLUMNS, SURVEY, as_file, workbook

pytestmark = pytest.mark.nodb
ASKED = Asked("assessment", approval=True)


def refused(file, asked=ASKED):
    with pytest.raises(FormRefused) as refusal:
        import_xlsform(file, asked)
    return {(one.sheet, one.row, one.column): str(one.message) for one in refusal.value.problems}


def test_groups_repeats_relevance_constraints_and_languages_come_over():
    found = import_xlsform(workbook(), ASKED).definition
    by_name = {item.name: item for item in everything(found.items)}
    assert (found.code, found.titles, found.approval) == ("home_visit", {"en": "Home visit"}, True)
    assert found.languages == ("en", "ar")
    assert [item.type for item in found.items] == ["group", "repeat", "group"]
    assert by_name["rooms"].relevant and by_name["rooms"].constraint and by_name["lives"].required
    assert by_name["rooms"].constraint_message == {"en": "From 1 to 49."}
    assert by_name["lives"].label["ar"] == "يعيش وحده؟"
    assert by_name["lives"].choice("no").prompt == {"en": "Ask who else is there."}
    assert by_name["words"].hint == {"en": "Only if offered."}


def test_what_isnt_needed_is_left_out_and_said():
    remarks = import_xlsform(workbook(), ASKED).remarks
    assert [(one.row, one.column) for one in remarks] == [(2, "type"), (15, "appearance")]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["geopoint", "where", "Where"], "type", "geopoint"),
        (["select_one yn or_other", "x", "X"], "type", "or_other"),
        (["select_one nothing", "x", "X"], "type", "nothing"),
        (["text", "x y", "X"], "name", "begins with a letter"),
        (["text", "x", "You said ${lives}"], "label", "within the words"),
        (["text", "x", "X", "", "sometimes"], "required", "yes or no"),
        (["text", "x", "X", "", "", "${unknown} = 1"], "relevant", "unknown"),
        (["text", "x", "X", "", "", "pulldata('a', 'b')"], "relevant", "pulldata"),
        (["text", "x", "X", "", "", "", "regex(., '[a-z]')"], "constraint", "regex"),
        (["text", "x", "=1+1"], "label::English (en)", "formula"),
        (["end group"], "type", "Nothing of this kind"),
        (["begin group", "x", "X"], "type", "doesn't end"),
        (["", "x", "X"], "type", "no type"),
    ],
)
def test_what_isnt_supported_is_named_by_row_and_column(row, column, said):
    problems = refused(workbook([*SURVEY, row]))
    assert said in problems["survey", len(SURVEY) + 2, column]


@pytest.mark.parametrize("column", ["default", "choice_filter", "repeat_count", "media::image", "trigger", "something"])
def test_a_column_that_would_change_the_meaning_is_named(column):
    survey = [row + [""] * (len(COLUMNS) - len(row)) + ["x"] for row in SURVEY[:3]] + [["end group"]]
    problems = refused(workbook(survey, columns=[*COLUMNS, column]))
    assert ("survey", 4, column) in problems


def test_a_language_that_isnt_known_is_asked_for():
    problems = refused(
        workbook([["text", "x", "X", "", "", "", "", "", "", "", "", "Y"]], columns=[*COLUMNS, "label::Klingon"])
    )
    assert "Which language" in problems["survey", 2, "label::Klingon"]


def test_choices_twice_or_with_more_columns_are_named():
    assert ("choices", 6, "name") in refused(workbook(choices=[*CHOICES, ["yn", "no", "Again", "", ""]]))
    more = [[*row, "x"] for row in CHOICES]
    assert ("choices", 2, "region") in refused(workbook(choices=more, extra=["region"]))


def test_all_problems_are_told_at_once():
    assert len(refused(workbook([["geopoint", "a"], ["image", "b"], ["audio", "c"]]))) == 3


def test_without_settings_the_person_says_title_and_id():
    book = Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        book.active.append(row)
    assert set(refused(as_file(book))) == {("settings", 0, "form_title"), ("settings", 0, "form_id")}
    found = import_xlsform(as_file(book), Asked("screening", code="mine", title="Mine")).definition
    assert (found.code, found.titles, found.kind) == ("mine", {"und": "Mine"}, "screening")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"type,name\ntext,a"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises((FileRefused, FormRefused)):
        import_xlsform(io.BytesIO(content), ASKED)


def test_without_a_survey_it_is_no_form():
    assert "survey" in refused(as_file(Workbook()))["survey", 0, ""]


@pytest.mark.skipif("CASEMGR_HTCDS_XLSFORM" not in os.environ, reason="CASEMGR_HTCDS_XLSFORM names no file")
def test_the_published_htcds_form_is_taken():
    with Path(os.environ["CASEMGR_HTCDS_XLSFORM"]).open("rb") as file:
        found = import_xlsform(file, Asked("assessment", code="htcds", title="HTCDS"))
    asked = [item for item in everything(found.definition.items) if item.asked]
    assert len(asked) == 31 and not any(item.required for item in asked)
    assert [(one.row, one.column) for one in found.remarks] == [(2, "type"), (3, "type")]
