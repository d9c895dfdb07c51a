"""A call for help by keyboard alone: what for, six questions, saved; one key where nothing is kept."""

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.journeys.effort import Effort

pytestmark = marks("journeys")


@pytest.fixture
def desk(people):
    """Calls, open before the telephone rings."""
    page = people.page("intake")
    page.goto("/calls/")
    return page, Effort(page)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_silent_call_is_one_key(desk):
    page, effort = desk
    press(page, "6")
    expect(page.locator("main")).to_contain_text("Nothing else of it is kept")
    assert (effort.clicks, effort.inputs) == (0, 0)


def test_a_call_for_help_needs_no_mouse_and_six_questions(desk):
    page, effort = desk
    press(page, "1")
    page.wait_for_url("**/calls/new/help/phone/")
    expect(page.locator("input[name=danger]")).to_be_focused()
    expect(page.locator(".if-danger")).to_be_hidden()
    press(page, "Space")
    expect(page.locator(".if-danger")).to_be_visible()
    press(page, "Tab")
    page.keyboard.type("Emerg")
    press(page, "Tab", "Tab")
    page.keyboard.type("Spanish")
    press(page, "Tab", "Tab", "Tab")
    page.keyboard.type("Text")
    press(page, "Tab")
    page.keyboard.type("+1 555 0191")
    press(page, "Tab", "Tab", "Tab")
    page.keyboard.type("Today")
    press(page, "Tab")
    page.keyboard.type("Hides at a friend's.")
    press(page, "Tab", "Enter")
    expect(page.locator("main h1")).to_have_text("Wants help")
    expect(page.locator("main")).to_contain_text("Hides at a friend's.")
    assert effort.clicks == 0 and effort.inputs <= 8, (effort.clicks, effort.inputs)
