"""The signed paper behind the organization's agreement to statistics."""

from tests.browser.screen import Screen, behind

SCREENS = (
    Screen(
        "agreement paper",
        "org_admin",
        behind(lambda page: page.goto("/settings/organization/"), "main a[href$='/paper/']"),
    ),
    Screen(
        "agreement paper, steward",
        "data_steward",
        behind(lambda page: page.goto("/releases/own/"), "main a[href$='/paper/']"),
    ),
)
