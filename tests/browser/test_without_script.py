"""Every page works with JavaScript off: some switch it off for their safety."""

from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.journeys import steps

pytestmark = marks("browser")


def test_the_daily_work_is_done_without_script(people):
    page = people.page("caseworker", java_script_enabled=False)
    steps.register(page, alias="Willow Sparrow")
    steps.record_service(page)
    steps.write_note(page, "Asked for a quiet room.")
    expect(page.get_by_text("Asked for a quiet room.")).to_be_visible()
    steps.record_consent(page, "statistics")
    expect(page.locator("main table tbody tr", has_text="statistics")).to_contain_text("until")
    steps.withdraw_consent(page, "statistics")
    expect(page.locator("main table tbody tr", has_text="statistics")).to_contain_text("withdrawn")


def test_an_authority_is_told_and_that_is_reviewed_without_script(people):
    page = people.page("caseworker", java_script_enabled=False)
    steps.register(page, alias="Wren Sparrow")
    page.goto(f"{page.url}notices/new/imminent_danger/")
    page.fill("[name=recipient]", "Harbor Police, 555 0110")
    page.fill("[name=words]", "Somebody is at her door.")
    page.fill("[name=why]", "She called us.")
    page.check("[name=informed][value=told]")
    page.click("main form .btn-primary")
    notice = page.url
    page.get_by_role("button", name="Open what will be told").click()
    expect(page.get_by_text("Somebody is at her door.")).to_be_visible()
    page.get_by_role("link", name="Write down that it was told").click()
    page.check("[name=way][value=phone]")
    page.fill("[name=spoke_with]", "Officer on duty")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Told, to be reviewed")
    leader = people.page("supervisor", java_script_enabled=False)
    leader.goto(notice)
    leader.locator("main").get_by_role("link", name="Review", exact=True).click()
    leader.check("[name=verdict][value=upheld]")
    leader.click("main form .btn-primary")
    leader.goto(notice)
    expect(leader.locator("main")).to_contain_text("It was right to tell")
