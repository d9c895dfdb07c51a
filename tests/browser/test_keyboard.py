"""Everything works from the keyboard."""

from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.browser.screen import of_the_case

pytestmark = marks("browser")


def test_the_first_tab_offers_to_skip_to_the_content(people):
    page = people.page("caseworker")
    page.goto("/cases/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_slash_goes_to_find_and_the_first_hit_opens_with_enter(people):
    page = people.page("caseworker")
    page.goto("/cases/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    expect(page.locator("#find")).to_have_value("")
    page.keyboard.type(page.locator("main table a.who").first.inner_text()[:3])
    page.keyboard.press("Enter")
    expect(page.locator("a.who[data-focus]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".case-header")).to_be_visible()


def test_a_slash_in_a_text_is_a_slash(people):
    page = people.page("caseworker")
    page.goto("/register/")
    page.focus("input[name=alias]")
    page.keyboard.type("a/b")
    expect(page.locator("input[name=alias]")).to_have_value("a/b")


def test_a_dialog_opens_takes_the_focus_closes_and_gives_it_back(people):
    page = people.page("caseworker")
    of_the_case("").go(page)
    opener, dialog = page.locator(".case-actions .btn-primary"), page.locator("#dialog")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('#dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_menu_opens_and_closes(people):
    page = people.page("caseworker")
    of_the_case("").go(page)
    menu = page.locator(".case-actions details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator(".menu-body")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator(".menu-body")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_three_shifts_leave(people, site):
    page = people.fresh("intake@lotus.example")
    page.goto("/register/")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(site.exit_url)
