"""A supervisor imports a file in which one row is wrong."""

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.fixtures import marks
from tests.journeys.files import csv_upload

pytestmark = marks("journeys")
GOOD = ("imp-1", "Oleander", "Brightwater", "Feminine", "Cook")
WRONG = ("imp-2", "Nettle", "Underhill", "Martian", "Cook")


def upload(page, *rows, dry_run):
    """Choose the file, send it, wait until the worker has read it."""
    page.goto("/imports/")
    page.set_input_files("input[name=file]", csv_upload(*rows))
    page.check("input[name=mapping][value=htcds]")
    page.set_checked("input[name=dry_run]", dry_run)
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url("**/imports/*/")
    progress = page.locator("#progress")
    expect(progress.get_by_role("link", name="Show the report")).to_be_visible()
    page.reload()
    return progress


def test_a_dry_run_writes_nothing_and_the_real_one_writes_the_good_row(people):
    page = people.page("supervisor")
    progress = upload(page, GOOD, WRONG, dry_run=True)
    expect(progress).to_contain_text("2 of 2 rows read: 1 good, 1 refused.")
    assert found(page, "Oleander Brightwater") == 0

    progress = upload(page, GOOD, WRONG, dry_run=False)
    expect(progress).to_contain_text("2 of 2 rows read: 1 good, 1 refused.")
    refused = page.locator("main table tbody tr")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("prs_Gender")
    expect(refused).to_contain_text("3")
    assert "Martian" not in page.content(), "the report tells the kind of a value, not the value"
    assert violations(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Report as CSV").click()
    report = download.value.path().read_text(encoding="utf-8-sig")
    assert "prs_Gender" in report and "Martian" not in report and "Nettle" not in report
    assert found(page, "Oleander Brightwater") == 1
    assert found(page, "Nettle Underhill") == 0


def test_the_same_file_again_writes_nobody_twice(people):
    page = people.page("supervisor")
    upload(page, ("imp-9", "Periwinkle", "Stone", "Feminine", "Cook"), dry_run=False)
    upload(page, ("imp-9", "Periwinkle", "Stone", "Feminine", "Cook"), dry_run=False)
    assert found(page, "Periwinkle") == 1


def found(page, words):
    """How many cases Find shows for these words."""
    page.goto("/find/")
    page.fill("#query", words)
    page.press("#query", "Enter")
    page.wait_for_load_state()
    expect(page.locator("#query")).to_have_value(words)
    return page.locator("main a.who").count()
