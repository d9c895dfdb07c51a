"""Screens of questionnaires and assessments."""

from tests.browser.screen import Screen, at, behind, of_the_case

LIST = of_the_case("assessments/", key=True)
begun = behind(LIST.go, "main a[href*='/assessments/begun/']")
done = behind(LIST.go, "main .rows a[href*='/assessments/']:not([href*='/begun/'])")
FORM = "main a[href^='/forms/']:not([href*='new']):not([href*='paper'])"
one = behind(lambda page: page.goto("/forms/"), FORM)

SCREENS = (
    LIST,
    Screen("assessment/finish", "caseworker", begun),
    Screen("assessment/fill", "caseworker", behind(begun, "main .card-head a[href*='/begun/']"), key=True),
    Screen("assessment", "caseworker", done),
    Screen("assessment/beside", "caseworker", behind(done, "main a[href*='/beside/']")),
    Screen(
        "assessment/review",
        "supervisor",
        behind(lambda page: page.goto("/approvals/"), "main a[href*='/assessments/'][href*='/review/']"),
    ),
    at("/forms/", "supervisor"),
    at("/forms/new/", "supervisor"),
    at("/papers/register/", "caseworker"),
    at("/papers/contact/", "caseworker"),
    at("/papers/house-log/", "caseworker"),
    Screen("form", "supervisor", one),
    Screen("form/paper", "supervisor", behind(one, "main a[href$='/paper/']")),
)
