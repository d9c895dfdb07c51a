"""Supervisors look into a form before it is kept; what is wrong is told by row and column."""

import re

import pytest

from cases.models import Questionnaire, QuestionnaireVersion
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.questionnaires.workbooks import SURVEY, workbook


@pytest.fixture
def browser(signed_in, supervisor):
    return signed_in(supervisor)


def upload(browser, file):
    return browser.post("/forms/new/", {"file": file, "kind": "screening", "title": "", "code": ""})


def test_a_form_is_shown_and_kept_only_then(browser, supervisor):
    page = upload(browser, workbook())
    assert page.status_code == 200 and "Lives alone?" in text_of(page) and "Nothing is kept yet" in text_of(page)
    with as_user(supervisor):
        assert not Questionnaire.objects.visible_to(supervisor).exists()
    kept = browser.post("/forms/new/", {"definition": page.context["form"].initial["definition"]})
    assert "Home visit" in text_of(browser.get(kept["Location"]))
    again = upload(browser, workbook(title="Home visit, new"))
    assert "becomes its next version" in text_of(again)
    browser.post("/forms/new/", {"definition": again.context["form"].initial["definition"]})
    with as_user(supervisor):
        assert QuestionnaireVersion.objects.visible_to(supervisor).count() == 2


def test_what_isnt_supported_is_told_by_row_and_column(browser, supervisor):
    page = upload(browser, workbook([*SURVEY, ["geopoint", "where", "Where"]]))
    assert page.status_code == 422
    shown = re.sub(r"<[^>]+>", " ", text_of(page))
    assert re.search(rf"survey {len(SURVEY) + 2}\s+type\s+The type “geopoint”", shown)
    with as_user(supervisor):
        assert not Questionnaire.objects.visible_to(supervisor).exists()


@pytest.mark.parametrize("sent", ["", "{", "[]", '{"code": "x"}', "[" * 100_000])
def test_what_comes_back_changed_is_refused(browser, supervisor, sent):
    assert browser.post("/forms/new/", {"definition": sent}).status_code == 422


def test_a_form_is_taken_switched_off_and_printed(browser, supervisor, signed_in, caseworker, case):
    browser.post("/forms/take/ilo_indicators/")
    with as_user(supervisor):
        form = Questionnaire.objects.visible_to(supervisor).get()
    theirs = signed_in(caseworker)
    at = f"/cases/{case.public_id}/assessments/"
    assert "11 indicators" in text_of(theirs.get(at))
    paper = text_of(theirs.get(f"/forms/{form.public_id}/paper/"))
    assert "Debt bondage" in paper and "Declined to answer" in paper and "Amira" not in paper
    browser.post(f"/forms/{form.public_id}/switch/", {"offered": "no"})
    assert "11 indicators" not in text_of(theirs.get(at))
