"""Reports, access by group, gaps, projects; of the last quarter, figures that are being counted, and that failed."""

from tests.browser.screen import Screen, at, behind, confirmed, of_the_case

SCREENS = (
    at("/reports/", "supervisor", key=True),
    at("/reports/?when=last-year&rows=sex&columns=age", "supervisor"),
    at("/reports/print/?when=last-year&rows=sex&columns=age", "supervisor"),
    confirmed("/reports/exact/", "supervisor"),
    at("/reports/save/", "supervisor"),
    at("/reports/equity/?when=last-year", "supervisor", key=True),
    at("/reports/equity/?when=last-year&by=gender&and=preferred_language", "supervisor"),
    at("/reports/quality/", "supervisor", key=True),
    at("/reports/?when=last-quarter", "supervisor"),
    at("/reports/equity/?when=last-quarter", "supervisor"),
    at("/reports/rules/", "supervisor"),
    at("/projects/", "supervisor"),
    at("/projects/add/", "supervisor"),
    at("/trainings/add/", "supervisor"),
    Screen("project", "supervisor", behind(lambda page: page.goto("/projects/"), "main ul.rows a")),
    of_the_case("counted/"),
)
