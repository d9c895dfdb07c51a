"""Screens of proceedings, deadlines, requests of authorities and case conferences."""

from tests.browser.screen import Screen, at, behind, of_the_case


def linked(part, path):
    """The page behind the first such link of a case in the list that has one."""
    link = f"main a[href*='{path}']:not([href$='/new/'])"

    def come(page):
        page.goto("/cases/")
        for address in page.locator("main table a.who").evaluate_all("all => all.map((one) => one.href)"):
            page.goto(address + part)
            if page.locator(link).count():
                return
        raise AssertionError(f"no case has {path}")

    return behind(come, link)


PROCEEDING = linked("legal/", "/legal/proceedings/")
HEARD = behind(lambda page: page.goto("/"), "main a[href*='/legal/proceedings/']")  # of a hearing soon
REQUEST = linked("legal/", "/legal/requests/")


def conferences(page):
    """Those about the case that is heard soon."""
    HEARD(page)
    page.goto(page.url.partition("legal/")[0] + "conferences/")


CONFERENCE = behind(conferences, "main a[href*='/conferences/']:not([href$='/new/'])")
PARTS = (
    "legal/deadlines/new/ legal/harm/new/ legal/proceedings/new/ legal/requests/new/ conferences/ conferences/new/"
).split()

SCREENS = (
    of_the_case("legal/", key=True),
    *(of_the_case(name) for name in PARTS),
    Screen("case/proceeding", "caseworker", PROCEEDING, True),
    Screen("case/proceeding/hearing/new", "caseworker", behind(PROCEEDING, "main a[href$='/hearings/new/']")),
    Screen("case/hearing", "caseworker", behind(HEARD, "main a[href*='/legal/hearings/']")),
    Screen("case/deadline", "caseworker", linked("legal/", "/legal/deadlines/")),
    Screen("case/request", "caseworker", REQUEST),
    Screen(
        "case/request/decide",
        "supervisor",
        behind(lambda page: page.goto("/requests/"), "main a[href*='/legal/requests/']"),
    ),
    Screen("case/conference", "caseworker", CONFERENCE, True),
    Screen("case/conference/minutes", "caseworker", behind(CONFERENCE, "main a[href$='/minutes/']")),
    Screen("case/conference/outside", "caseworker", behind(CONFERENCE, "main a[href$='/seats/outside/']")),
    at("/requests/", "supervisor"),
    at("/requests/new/", "caseworker"),
)
