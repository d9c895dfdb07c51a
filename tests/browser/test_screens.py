"""Gates that every screen must pass, in a language read from the left and one read from the right."""

from urllib.parse import unquote

import pytest

from tests.browser.fixtures import marks
from tests.browser.survey import Survey

pytestmark = [*marks("browser"), pytest.mark.timeout(1800)]  # two walks through every screen, minutes each
DIRECTIONS = {"en": "ltr", "ar": "rtl"}


@pytest.fixture(scope="package")
def surveys():
    return {}


@pytest.fixture(params=["en", "ar"])
def survey(request, surveys, everybody):
    """The walk through all screens, made once a language: one that broke off isn't begun anew for each test."""
    if request.param not in surveys:
        try:
            surveys[request.param] = Survey(everybody, request.param)
        except Exception as problem:
            surveys[request.param] = problem
    if isinstance(surveys[request.param], Exception):
        raise RuntimeError("the walk broke off") from surveys[request.param]
    return surveys[request.param]


def test_every_screen_is_reached(survey):
    nothing_in({name: [problem] for name, problem in survey.unreached.items()})


def test_no_screen_breaks_a_rule_of_accessibility(survey):
    nothing_in({visit.name: visit.violations for visit in survey.visits})


def test_no_screen_scrolls_sideways_on_the_narrowest_phone(survey):
    nothing_in({visit.name: visit.too_wide for visit in survey.visits})


def test_no_screen_breaks_the_policy_or_asks_another_site(survey):
    assert survey.troubles == []


def test_every_screen_says_its_language_and_direction(survey):
    said = {(visit.facts["lang"], visit.facts["dir"], visit.facts["rtl"]) for visit in survey.visits}
    direction = DIRECTIONS[survey.language]
    assert said == {(survey.language, direction, direction)}


def test_screens_read_from_the_right_use_their_own_styles(survey):
    mirrored = [any(".rtl." in sheet for sheet in visit.facts["styles"]) for visit in survey.visits]
    assert set(mirrored) == {survey.language == "ar"}


def test_the_browser_keeps_nothing_in_its_stores(survey):
    nothing_in({visit.name: visit.facts["stored"] for visit in survey.visits})


def test_no_name_stands_in_a_title_or_an_address(survey):
    names = {name for visit in survey.visits for name in visit.facts["names"]}
    assert len(names) > 5, "the screens show people, so that this test means something"
    told = [f"{visit.facts['title']} {unquote(visit.facts['url'])}" for visit in survey.visits]
    assert [(name, words) for name in names for words in told if name in words] == []


def nothing_in(found):
    """Everything that was found, screen by screen, in one message."""
    told = [f"{name}: {words}" for name, all_words in found.items() for words in all_words]
    assert not told, "\n".join(["", *told])
