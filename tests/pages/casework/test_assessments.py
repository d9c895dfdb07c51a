"""A form is filled in with JavaScript off: relevance is told at each "Next", "Back" keeps all, "later" is later."""

import re

import pytest

from cases import actions
from cases.models import Assessment, BegunAssessment
from cases.questionnaires.reader import read
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.questionnaires.forms import answered, home_visit


@pytest.fixture
def form(supervisor):
    with as_user(supervisor):
        return actions.add_questionnaire(home_visit(), by=supervisor).questionnaire


@pytest.fixture
def browser(signed_in, caseworker):
    return signed_in(caseworker)


@pytest.fixture
def begun(browser, case, form):
    return browser.post(f"/cases/{case.public_id}/assessments/begin/{form.public_id}/")["Location"]


def send(browser, at, go="next", **values):
    """Fill the page at this address in, as a browser without scripts does; the answer."""
    page = browser.get(at).content.decode()
    saved = re.search(r'name="saved" value="(\d+)"', page)[1]
    sent = {f"q:{key.replace('__', ':')}": value for key, value in values.items()}
    return browser.post(at, {"saved": saved, "go": go, **sent})


def kept(user):
    with as_user(user):
        return BegunAssessment.objects.visible_to(user).get().answers


def test_next_asks_more_on_the_same_page_when_the_answer_wants_it(browser, begun, caseworker):
    assert "Rooms" not in text_of(browser.get(begun))
    assert send(browser, begun, lives="no")["Location"] == begun
    page = text_of(browser.get(begun))
    assert "Rooms" in page and "there is more to ask here" in page
    assert send(browser, begun, lives="no", rooms="4")["Location"] != begun
    assert kept(caseworker) == answered(lives="no", rooms=4) | {"child": [{}]}


def test_what_is_wrong_stays_as_typed_and_is_not_kept(browser, begun, caseworker):
    send(browser, begun, lives="no")
    for typed, said in (("99", "From 1 to 49."), ("four", "Write a whole number.")):
        answer = send(browser, begun, lives="no", rooms=typed)
        assert answer.status_code == 422 and said in text_of(answer) and f'value="{typed}"' in answer.content.decode()
    assert "rooms" not in kept(caseworker)


def test_what_is_needed_takes_a_reason(browser, begun):
    assert "say why there is no answer" in text_of(send(browser, begun))
    assert send(browser, begun, lives="~declined").status_code == 302


def test_back_and_later_keep_even_what_is_wrong(browser, begun, case, caseworker):
    send(browser, begun, lives="no")
    answer = send(browser, begun, "later", lives="no", rooms="four")
    assert answer["Location"] == f"/cases/{case.public_id}/assessments/"
    assert "Home visit" in text_of(browser.get(answer["Location"]))
    assert 'value="four"' in browser.get(begun).content.decode()
    second = send(browser, begun, lives="no", rooms="3")["Location"]
    assert send(browser, second, "back", child__0__age="x")["Location"] == begun
    assert 'value="x"' in browser.get(second).content.decode()
    assert kept(caseworker)["rooms"] == {"value": 3}


def test_a_repeat_takes_one_more_and_one_less(browser, begun, caseworker):
    second = send(browser, send(browser, begun, lives="no")["Location"], lives="no", rooms="3")["Location"]
    send(browser, second, "add", child__0__age="5")
    send(browser, second, "add", child__0__age="5", child__1__age="9")
    assert "Child 3" in text_of(browser.get(second))
    send(browser, second, "remove:0", child__0__age="5", child__1__age="9", child__1__school="yes", child__2__age="")
    assert kept(caseworker)["child"] == [answered(age=9, school="yes"), {}]


def test_what_is_no_longer_relevant_goes(browser, begun, caseworker):
    send(browser, begun, lives="no")
    send(browser, begun, lives="no", rooms="3")
    send(browser, begun, lives="yes")
    assert kept(caseworker) == answered(lives="yes")


def test_it_is_looked_over_and_finished(browser, begun, case, caseworker):
    last = send(browser, begun, lives="yes")["Location"]
    end = send(browser, last, wants=["bed", "papers"])["Location"]
    assert end == last and "By when" in text_of(browser.get(last))
    end = send(browser, last, wants=["bed", "papers"], by__why="unknown")["Location"]
    page = browser.get(end)
    assert "A bed; Papers" in text_of(page) and "Unknown" in text_of(page)
    saved = re.search(r'name="saved" value="(\d+)"', page.content.decode())[1]
    assert "Say why" in text_of(browser.post(end, {"saved": saved, "happened_on": "2026-01-05"}))
    done = browser.post(end, {"saved": saved, "happened_on": "2026-01-05", "late_reason": "paper"})["Location"]
    page = text_of(browser.get(done))
    assert "A bed; Papers" in page and "Written on paper first" in page
    with as_user(caseworker):
        assert Assessment.objects.visible_to(caseworker).get().answers["by"] == {"special": "unknown"}


def test_another_window_loses_nothing(browser, begun, caseworker):
    send(browser, begun, lives="yes")
    answer = browser.post(begun, {"saved": "0", "go": "next", "q:lives": "no"})
    assert answer.status_code == 422 and "another window" in text_of(answer)
    assert kept(caseworker) == answered(lives="yes")
    assert re.search(r'value="no"[^>]*checked', answer.content.decode())


def test_two_of_the_same_form_stand_side_by_side(browser, begun, case, form, caseworker):
    with as_user(caseworker):
        for rooms in (3, 5):
            mine = actions.begin_assessment(case, form, by=caseworker)
            actions.keep_page(mine, answered(lives="no", rooms=rooms), saved=mine.saved, by=caseworker)
            last = actions.finish_assessment(mine, saved=mine.saved + 1, by=caseworker)
    page = browser.get(f"/cases/{case.public_id}/assessments/{last.public_id}/")
    beside = re.search(r'href="(/cases/[^"]+/beside/[^"]+)"', page.content.decode())[1]
    shown = browser.get(beside)
    rows = {row.label: row for row in shown.context["rows"]}
    assert (rows["Rooms"].then, rows["Rooms"].now, rows["Rooms"].changed) == ("3", "5", True)
    assert not rows["Lives alone?"].changed


def test_words_of_the_form_come_in_the_readers_language(browser, begun):
    browser.post("/language/", {"language": "ar", "next": "/"})
    assert "يعيش وحده؟" in text_of(browser.get(begun))


def test_a_page_that_is_not_relevant_is_not_there(browser, begun):
    assert browser.get(begun.replace("/1/", "/2/")).status_code == 404
    assert len(read(home_visit()).pages) == 3
