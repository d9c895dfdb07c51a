"""Screens of what people ask about their own record."""

from tests.browser.screen import Screen, at, behind, confirmed, of_the_case

CASE = of_the_case("rights/")
LIST = at("/rights/", "supervisor")


SCREENS = (
    CASE,
    of_the_case("rights/new/copy/"),
    of_the_case("rights/new/erasure/"),
    of_the_case("rights/new/correction/"),
    LIST,
    Screen("request", "supervisor", behind(LIST.go, "main ul.rows a")),
    confirmed("/rights/keeping/", "supervisor"),
    at("/rights/closing/", "supervisor"),
    confirmed("/settings/organization/keeping/", "org_admin"),
)
