"""How much a task costs each persona: clicks and inputs, never seconds. The targets are the design's."""

from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.browser.screen import first_case
from tests.journeys import steps

pytestmark = marks("journeys")


def test_counting_counts(at):
    """A count that stayed at nothing would pass every test below."""
    page, effort = at("caseworker", "/register/")
    page.fill("input[name=phone]", "1")
    page.locator("input[name=alias]").click()
    page.keyboard.type("Sorrel")
    assert (effort.clicks, effort.inputs) == (1, 2)


def test_intake_registers_somebody_with_at_most_12_inputs(at):
    page, effort = at("intake", "/register/")
    steps.register(page, alias="Sorrel Finch")
    assert effort.inputs <= 12 and effort.clicks <= 4, (effort.inputs, effort.clicks)


def test_finding_a_case_needs_no_mouse(at):
    page, effort = at("caseworker", "/cases/")
    name = page.locator("main table a.who").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(name[:3])
    page.keyboard.press("Enter")
    expect(page.locator("a.who[data-focus]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".case-header")).to_be_visible()
    assert effort.clicks == 0 and effort.inputs == 1


def test_a_caseworker_records_a_service_in_three_clicks(at):
    page, effort = at("caseworker")
    page.goto(first_case(page))
    effort.again()
    steps.record_service(page)
    assert effort.clicks <= 3, effort.clicks


def test_a_referral_with_its_consent_takes_eight_clicks(at):
    page, effort = at("caseworker")
    steps.register(page, alias="Alder Finch")
    effort.again()
    page.get_by_role("link", name="Refer", exact=True).click()
    page.select_option("select[name=receiver]", label="Lotus Legal Aid")
    page.select_option("select[name=service_code]", "legal_aid")
    page.check("input[name=categories][value=identity]")
    page.get_by_role("button", name="See what would be shared").click()
    page.check("input[name=decision][value=given]")
    page.get_by_role("button", name="Save and send").click()
    page.wait_for_url("**/referrals/*/")
    assert effort.clicks + 2 <= 8, effort.clicks  # choosing from each of the two lists is a click more by mouse


def test_contact_opens_with_its_rules_in_one_click(at):
    page, effort = at("caseworker")
    page.goto(first_case(page))
    effort.again()
    page.get_by_role("link", name="Contact", exact=True).click()
    expect(page.locator("dialog .safety, dialog .notice-warning").first).to_be_visible()
    assert effort.clicks == 1


def test_a_colleague_takes_a_case_over_in_two_clicks(at):
    page, effort = at("caseworker")
    page.get_by_role("link", name="A colleague asks you to take a case over").click()
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator(".case-header")).to_be_visible()
    assert effort.clicks <= 2, effort.clicks


def test_a_supervisor_approves_a_plan_in_three_clicks(at):
    page, effort = at("supervisor")
    page.locator(".notice a[href='/approvals/']").click()
    page.locator("main .rows a[href^='/cases/'][href*='/approvals/']").first.click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.wait_for_url("**/approvals/")
    assert effort.clicks <= 3, effort.clicks


def test_a_supervisor_gives_two_cases_to_a_colleague_in_four_clicks_and_a_choice(at):
    page, effort = at("supervisor", "/cases/?view=all")
    for box in page.locator("main input.pick").all()[:2]:
        box.click()
    page.locator("button[name=act][value=assign]").click()
    page.get_by_label("Colleague").select_option(index=1)  # nobody is chosen in advance
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Done for 2 cases.")).to_be_visible()
    assert effort.clicks <= 4, effort.clicks
