"""What leaves as a file, and a file whose columns are being told."""

from casemgr.cli.sample_accounts import PASSWORD
from tests.browser.screen import Screen, first_case

SHEET = "Nickname,Sex,Born\nAmira,lady,7/3/1999\n"


def list_as_file(page):
    page.goto("/cases/")
    page.click("main a[href^='/cases/export/']")
    confirmed(page)
    page.wait_for_selector("main input[name=shape]")


def summary(page):
    page.goto(first_case(page) + "summary/")
    confirmed(page)
    page.check("main input[name=reason][value=person]")
    page.click("main .form-actions .btn-primary")
    page.wait_for_selector("main dl.facts-list")


def columns(page):
    page.goto("/imports/")
    page.set_input_files("input[name=file]", {"name": "x.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
    page.check("input[name=mapping][value=tell]")
    page.click("main form[enctype] .btn-primary")
    page.wait_for_selector("button[value=look]")
    page.click("button[value=look]")
    page.wait_for_selector("main [role=status]")


def confirmed(page):
    """Say again who is there, when that is asked."""
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()


SCREENS = (
    Screen("cases as a file", "supervisor", list_as_file),
    Screen("summary on paper", "supervisor", summary),
    Screen("columns of a file", "supervisor", columns),
)
