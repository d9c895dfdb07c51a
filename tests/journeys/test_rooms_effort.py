"""What the daily acts of each room cost whoever does them: clicks, never seconds."""

import datetime

from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.browser.screen import first_case

pytestmark = marks("journeys")
IN_A_MONTH = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()


def of_first_case(page, effort):
    """The first case in the list, opened; counting begins there."""
    page.goto(first_case(page))
    effort.again()


def press(page, name, kind="link"):
    """Click what is called so."""
    page.get_by_role(kind, name=name, exact=True).first.click()


def test_a_deadline_is_written_down_in_three_clicks(at):
    page, effort = at("caseworker")
    of_first_case(page, effort)
    page.locator(".tabs a[href$='/legal/']").click()
    press(page, "Add a deadline")
    page.select_option("select[name=kind]", index=1)
    page.fill("input[name=due_on]", IN_A_MONTH)
    press(page, "Save", "button")
    expect(page.locator("main")).to_contain_text("Deadlines")
    assert effort.clicks <= 3 and effort.inputs <= 2, (effort.clicks, effort.inputs)


def test_an_assessment_begins_in_two_clicks(at):
    page, effort = at("caseworker")
    of_first_case(page, effort)
    page.locator(".tabs a[href$='/assessments/']").click()
    page.locator("main li", has_text="Questions before a safety plan").get_by_role("button", name="Begin").click()
    page.wait_for_url("**/assessments/begun/**")
    assert effort.clicks == 2


def test_a_bed_is_asked_for_in_three_clicks(at):
    page, effort = at("caseworker")
    of_first_case(page, effort)
    page.locator(".tabs a[href$='/stay/']").click()
    press(page, "Ask for a bed")
    press(page, "Save", "button")
    expect(page.get_by_role("link", name="Check in", exact=True)).to_be_visible()
    assert effort.clicks <= 3 and effort.inputs <= 2, (effort.clicks, effort.inputs)


def test_night_staff_say_in_four_clicks_that_somebody_did_not_come_back(at):
    page, effort = at("night_staff", "/houses/")
    page.locator("main a[href^='/houses/']").first.click()
    page.locator("main .rows li", has_not_text="Missing").locator("a[href^='/cases/']").first.click()
    press(page, "Did not come back")
    page.locator("dialog button.btn-primary, main form button.btn-primary").last.click()
    expect(page.locator("main")).to_contain_text("Missing")
    assert effort.clicks <= 4, effort.clicks


def test_a_funders_sentence_is_one_click_from_the_reports(at):
    page, effort = at("supervisor", "/reports/")
    sentence = page.locator("main ul a", has_text="of them with").first
    expect(sentence).to_be_visible()  # told without a click
    sentence.click()
    expect(page.locator("main")).to_contain_text("people were assisted")
    assert effort.clicks == 1


def test_a_supervisor_decides_a_request_of_an_authority_in_three_clicks(at):
    page, effort = at("supervisor", "/requests/")
    page.locator("main li, main tr", has_text="second person").locator("a[href*='/legal/requests/']").first.click()
    press(page, "Decide, or return it")
    press(page, "Let the answer stand", "button")
    expect(page.locator("main")).to_contain_text("Decided. Your colleague is told.")
    assert effort.clicks <= 3, effort.clicks


def test_a_copy_of_everything_held_is_asked_for_in_five_clicks(at):
    page, effort = at("caseworker")
    of_first_case(page, effort)
    page.locator(".tabs a[href$='/consents/']").click()
    press(page, "The person's rights")
    press(page, "A copy of everything held")
    page.locator("input[name=identity]").first.check()
    page.fill("textarea[name=delivery]", "Read to her here")
    press(page, "Write it down", "button")
    expect(page.locator("main")).to_contain_text("Asked")
    assert effort.clicks <= 5, effort.clicks


def test_words_about_harm_are_settled_in_one_click(at):
    page, effort = at("complaint_recipient", "/words/harm/")
    page.select_option("select[name=kind]", index=1)
    press(page, "Write it down", "button")
    expect(page.locator("main h1")).to_have_text("About harm by staff")
    assert effort.clicks == 1
