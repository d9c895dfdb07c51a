"""A caseworker's day."""

from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.journeys import steps

pytestmark = marks("journeys")


def test_a_person_is_registered_served_noted_asked_and_found_again(people):
    page = people.page("caseworker")
    case = steps.register(page, alias="Jacaranda Moss")
    steps.record_service(page)
    expect(page.get_by_text("The service was recorded.")).to_be_visible()

    steps.write_note(page, "Would rather be called in the morning.")
    expect(page.locator("article", has_text="Would rather be called in the morning.")).to_be_visible()

    steps.record_consent(page, "statistics")
    row = page.locator("main table tbody tr", has_text="statistics")
    expect(row).to_contain_text("until")
    steps.withdraw_consent(page, "statistics")
    expect(row).to_contain_text("withdrawn")

    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("jac")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Jacaranda Moss").click()
    page.wait_for_url(case)


def test_who_is_known_already_is_shown_before_anything_is_typed_twice(people):
    page = people.page("caseworker")
    case = steps.register(page, alias="Tamarind Okello")
    page.goto("/register/")
    page.fill("input[name=alias]", "Tamarind Okelo")
    page.click("main form .btn-primary")
    known = page.locator("section.notice-warning a", has_text="Tamarind Okello")
    expect(known).to_be_visible()
    known.click()
    page.wait_for_url(case)


def test_a_mistake_keeps_what_was_typed_and_says_where_it_is(people):
    page = people.page("caseworker")
    page.goto("/register/")
    page.click("main form .btn-primary")
    page.fill("input[name=alias]", "Kept Typing")
    page.click("main form .btn-primary")
    expect(page.locator(".error-summary a").first).to_be_visible()
    expect(page).to_have_title("Error: Register · Casework")
    expect(page.locator("input[name=alias]")).to_have_value("Kept Typing")


def test_two_people_changing_the_same_field_both_keep_what_they_typed(people):
    first, second = people.page("caseworker"), people.page("supervisor")
    case = steps.register(first, alias="Saffron Pike")
    for page in (first, second):
        page.goto(f"{case}person/")
    first.fill("input[name=pronouns]", "she")
    first.get_by_role("button", name="Save").click()
    first.wait_for_url(case)
    second.fill("input[name=pronouns]", "they")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("fieldset", has_text="Pronouns")).to_contain_text("they")
    expect(second.locator("fieldset", has_text="Pronouns")).to_contain_text("she")


def test_what_is_typed_is_kept_and_comes_back_in_this_case_only(people):
    page = people.page("caseworker")
    other = steps.register(page, alias="Juniper Vale")
    case = steps.register(page, alias="Sorrel Knight")
    page.goto(f"{case}notes/new/")
    page.fill("textarea[name=body]", "Half a thought")
    expect(page.locator(".draft-state")).to_contain_text("Kept as a draft")
    page.goto(f"{other}notes/new/")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    page.goto(f"{case}notes/new/")
    expect(page.locator("textarea[name=body]")).to_have_value("Half a thought")
    page.get_by_role("button", name="Save note").click()
    page.wait_for_url("**/notes/")
    page.goto(f"{case}notes/new/")
    expect(page.locator("textarea[name=body]")).to_have_value("")


def test_a_draft_that_could_not_be_kept_is_said_and_the_text_stays(people):
    page = people.page("caseworker")
    case = steps.register(page, alias="Myrtle Ashe")
    page.goto(f"{case}notes/new/")
    page.route("**/drafts/", lambda route: route.abort())
    page.fill("textarea[name=body]", "On the train")
    expect(page.locator(".draft-state.failed")).to_contain_text("could not be kept")
    expect(page.locator("textarea[name=body]")).to_have_value("On the train")
