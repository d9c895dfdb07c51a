"""Screens of hard hours and of staff safety."""

from tests.browser.screen import Screen, at, behind, of_the_case

CASE_PARTS = (
    "crisis/ crisis/check/ crisis/plan/ health/few/ health/few/new/ return/ return/new/ gone/ gone/new/ gone/kin/new/"
).split()


def out(page):
    """The staff's page, where somebody of the demo is out alone."""
    page.goto("/staff/")


SCREENS = (
    *(of_the_case(part) for part in CASE_PARTS),
    at("/staff/", "caseworker"),
    at("/staff/visits/new/", "caseworker"),
    at("/staff/threats/new/", "caseworker"),
    at("/staff/care/", "supervisor"),
    Screen("visit", "caseworker", behind(out, "main a[href^='/staff/visits/']:not([href$='/new/'])")),
)
