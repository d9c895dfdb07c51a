"""Calls for help, and words without a name."""

from tests.browser.screen import Screen, at, behind


def calls(page):
    page.goto("/calls/")


def slip(page):
    page.goto("/words/slip/")


def called(page):
    behind(calls, "main ul.rows a[href^='/calls/']")(page)


SCREENS = (
    at("/calls/", "caseworker", key=True),
    at("/calls/new/help/phone/", "caseworker", key=True),
    Screen("contact", "caseworker", called),
    Screen("contact to case", "caseworker", behind(called, "main a[href$='/case/']")),
    at("/calls/counts/", "supervisor"),
    at("/words/", "supervisor"),
    at("/words/harm/", "complaint_recipient"),
    at("/settings/organization/words/", "org_admin"),
    Screen("slip of the address", "caseworker", slip),
    Screen("words without a name", "caseworker", behind(slip, "main a[href^='/say/']")),
)
