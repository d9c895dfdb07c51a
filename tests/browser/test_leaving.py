"""Leaving in a hurry, and a screen left alone: nothing may stay behind."""

import pytest
from playwright.sync_api import expect

from casemgr.cli.sample_accounts import PASSWORD
from tests.browser.chromium import launch
from tests.browser.fixtures import marks
from tests.browser.people import People
from tests.browser.screen import of_the_case

pytestmark = marks("browser")
# Playwright switches the back-forward cache off; people's browsers have it on
CACHE_OFF = "--disable-back-forward-cache"
ELEVEN_MINUTES_MS = 11 * 60 * 1000


@pytest.fixture(scope="module")
def as_installed(playwright, site):
    """Chromium with its back-forward cache, as people run it."""
    browser = launch(playwright, ignore_default_args=[CACHE_OFF])
    yield People(browser, site)
    browser.close()


@pytest.fixture
def visitors(as_installed):
    yield as_installed
    as_installed.close()


def test_this_browser_does_bring_pages_back_from_its_memory(visitors, site):
    """Without this the next tests would prove nothing."""
    page = visitors.page()
    page.goto("/static/case.css")
    page.evaluate("window.stays = true")
    page.goto(site.exit_url)
    page.go_back(wait_until="commit")
    page.wait_for_function("window.stays === true")


def test_a_page_from_the_memory_of_the_browser_is_asked_for_again(visitors, site):
    page = visitors.page()
    page.goto("/research/")
    page.goto(site.exit_url)
    page.go_back(wait_until="commit")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].type === 'reload'")


def test_after_leaving_neither_back_nor_an_address_shows_anything(visitors, site):
    page = visitors.fresh("caseworker2@lotus.example")
    of_the_case("").go(page)
    name, address = page.locator("h1 bdi").first.inner_text(), page.url
    page.locator(".top-bar [data-leave] button").click()
    page.wait_for_url(site.exit_url)
    _wait_until_signed_out(page)
    page.go_back()
    expect(page.locator("input[name=login]")).to_be_visible()
    assert name not in page.content()
    page.goto(address)
    assert "/accounts/login/" in page.url


def test_after_signing_out_back_shows_nothing(visitors):
    page = visitors.fresh("caseworker2@harbor.example")
    of_the_case("").go(page)
    page.click("details.menu.wide:has(form[action='/accounts/logout/']) summary")
    page.click("details.menu.wide form[action='/accounts/logout/'] button")
    page.wait_for_url(lambda address: "/accounts/login/" in address)
    page.go_back()
    expect(page.locator("input[name=login]")).to_be_visible()
    expect(page.locator(".case-header")).to_have_count(0)


def test_without_script_leaving_signs_out_and_goes_on_by_itself(people, site):
    page = people.fresh("caseworker2@sahel.example", java_script_enabled=False)
    page.goto("/cases/")
    page.locator(".top-bar [data-leave] button").click()
    page.wait_for_url(site.exit_url)
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    page.goto("/cases/")
    assert "/accounts/login/" in page.url


def test_a_screen_left_alone_locks_and_opens_where_it_was(people):
    page = people.fresh("supervisor@lotus.example")
    page.clock.install()
    page.goto("/cases/")
    name = page.locator("a.who").first.inner_text()
    page.clock.fast_forward(ELEVEN_MINUTES_MS)
    page.wait_for_url("**/lock/")
    assert name not in page.content()
    page.goto("/cases/")
    assert page.url.endswith("/lock/")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/")


def test_a_revealed_fact_hides_itself_after_three_minutes(people):
    page = people.page("caseworker")
    page.clock.install()
    of_the_case("").go(page)
    secret = page.locator(".facts-list .secret").first
    secret.locator("button").click()
    value = page.locator(".facts-list .secret[data-hide-after] .secret-value").first
    expect(value).not_to_contain_text("•")
    page.clock.fast_forward(4 * 60 * 1000)
    expect(page.locator(".facts-list .secret-value").first).to_have_text("••••••")


def _wait_until_signed_out(page):
    """The sign-out goes on in the background while the other site is shown already."""
    for _try in range(100):
        if not [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the session cookie is still there")
