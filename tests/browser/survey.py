"""Walks through every screen once in a language and writes down what the gates ask about."""

import time
from collections import defaultdict
from dataclasses import dataclass

from playwright.sync_api import Error

from casemgr.cli.sample_accounts import PASSWORD
from frontend.lock import IDLE_SECONDS
from tests.browser.axe import violations
from tests.browser.screens import SCREENS
from tests.proof import FULL

THEMES, WIDTHS = ("light", "dark"), (1366, 390)
ALL_LOOKS = tuple((theme, width) for theme in THEMES for width in WIDTHS)
#: the rules know no language: every screen is held against them on a phone and in the dark, key screens in all looks
FEW_LOOKS = {"en": (("light", 1366),) * FULL, "ar": (("dark", 390),)}
NARROWEST = 320
FACTS = """async () => ({
    url: location.href, title: document.title,
    lang: document.documentElement.lang, dir: document.documentElement.dir,
    rtl: getComputedStyle(document.body).direction,
    styles: [...document.styleSheets].map((sheet) => sheet.href),
    names: [...document.querySelectorAll(".who, h1 bdi")]
        .map((it) => it.textContent.trim()).filter((it) => it.length > 2),
    stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
             ...(await indexedDB.databases()).map((it) => it.name)],
})"""
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")].filter((it) => {
        const box = it.getBoundingClientRect();
        return box.width && (box.right > room + 1 || box.left < -1);
    }).slice(0, 3).map((it) => it.tagName + "." + it.className);
}"""


@dataclass(frozen=True)
class Visit:
    """What was found on one screen."""

    name: str
    facts: dict
    violations: list
    too_wide: list


class Survey:
    """All visits in one language, and what the pages did that they must not."""

    def __init__(self, people, language):
        self.language, self.unreached, by_person = language, {}, defaultdict(list)
        self.reached = time.time()
        for screen in SCREENS:
            by_person[screen.who].append(screen)
        self.visits = [visit for who, screens in by_person.items() for visit in self._walk(people, who, screens)]
        self.troubles = list(people.troubles)
        people.close()

    def _walk(self, people, who, screens):
        page = people.page(who, language=self.language)
        if not who and self.language != "en":
            page.context.set_extra_http_headers({"Accept-Language": self.language})
        for screen in screens:
            page.set_viewport_size({"width": WIDTHS[0], "height": 850})
            if problem := self._way(page, screen):  # the others are looked at all the same
                self.unreached[screen.name] = problem
            else:
                yield self._visit(page, screen)
        page.context.close()  # pages that are left open go on working

    def _way(self, page, screen):
        """What kept the screen from being reached.

        A browser that stood still, or a machine that slept, for longer than sessions may be left alone finds its own
        locked, and rightly so: it is opened, and the way gone again.
        """
        problem, since = _tried(page, screen), time.time() - self.reached
        if _is_locked(page):
            _unlock(page)
            told = AssertionError(f"the session was locked {since:.0f} s after the screen before")
            problem = _tried(page, screen) if since > IDLE_SECONDS else told
        self.reached = time.time()
        return problem

    def _visit(self, page, screen):
        looks = ALL_LOOKS if screen.key else FEW_LOOKS[self.language]
        facts = page.evaluate(FACTS)
        found = [f"{look}: {words}" for look in looks for words in _looked_at(page, look)]
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        return Visit(screen.name, facts, found, page.evaluate(TOO_WIDE))


def _tried(page, screen):
    try:
        screen.go(page)
    except (AssertionError, Error) as problem:
        return problem


def _is_locked(page):
    return page.url.endswith("/lock/")


def _unlock(page):
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/lock/"))


def _looked_at(page, look):
    theme, width = look
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 850})
    return violations(page)
