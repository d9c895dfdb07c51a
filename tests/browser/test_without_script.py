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
