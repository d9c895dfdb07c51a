"""Houses, stays and people found together."""

from tests.browser.screen import Screen, at, behind

HOUSES, HOUSE = "/houses/", "main a[href^='/houses/']:not([href$='new/'])"
RESIDENT = "main a[href$='/stay/']"


def house(page):
    """The first house, Tamarind: people stay there."""
    behind(lambda one: one.goto(HOUSES), HOUSE)(page)


def stay(page):
    """The stay of the first resident."""
    behind(house, RESIDENT)(page)


def incident(page):
    """The sitting."""
    behind(lambda one: one.goto("/incidents/"), "main a[href^='/incidents/']:not([href$='new/'])")(page)


SCREENS = (
    at(HOUSES, "caseworker"),
    at("/houses/new/", "supervisor"),
    Screen("house", "night_staff", house, True),
    Screen("house/kept", "supervisor", house),
    Screen("house/change", "supervisor", behind(house, "main a[href$='/change/']")),
    Screen("house/directory", "supervisor", behind(house, "main a[href$='/directory/']")),
    Screen("house/room", "supervisor", behind(house, "main a[href$='/rooms/new/']")),
    Screen("house/log", "caseworker", behind(house, "main a[href$='/log/']")),
    Screen("house/log/new", "caseworker", behind(behind(house, "main a[href$='/log/']"), "main a[href$='/log/new/']")),
    Screen(
        "house/event",
        "caseworker",
        behind(behind(house, "main a[href$='/log/']"), "main ul a[href*='/log/']"),
    ),
    Screen("stay", "caseworker", stay, True),
    Screen("stay/longer", "caseworker", behind(stay, "main a[href$='/longer/']")),
    Screen("stay/out", "caseworker", behind(stay, "main a[href$='/out/']")),
    Screen("stay/room", "caseworker", behind(stay, "main a[href$='/room/']")),
    Screen("stay/missing", "caseworker", behind(stay, "main a[href$='/missing/']")),
    Screen("stay/apart", "caseworker", behind(stay, "main a[href$='/apart/']")),
    at("/incidents/", "caseworker"),
    at("/incidents/new/", "caseworker"),
    Screen("incident", "caseworker", incident, True),
    Screen("incident/numbers", "caseworker", behind(incident, "main a[href$='/numbers/']")),
    Screen("incident/ask", "caseworker", behind(incident, "main a[href$='/ask/']")),
    Screen("incident/print", "caseworker", behind(incident, "main a[href$='/print/']")),
)
