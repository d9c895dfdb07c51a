"""A screen and the steps that lead to one."""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from playwright.sync_api import Page

from casemgr.cli.sample_accounts import PASSWORD


@dataclass(frozen=True)
class Screen:
    """A screen: who sees it, the steps to it. A `key` screen is tried in every theme and width."""

    name: str
    who: str
    go: Callable[[Page], None]
    key: bool = False


def at(path, who, *, key=False, status=200):
    """A screen with an address of its own."""

    def go(page):
        answer = page.goto(path)
        assert answer.status == status, f"{path} answered {answer.status}"

    return Screen(path, who, go, key)


def confirmed(path, who):
    """A screen that asks once more for the password."""

    def go(page):
        page.goto(path)
        if "/reauthenticate/" in page.url:
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"**{path}")

    return Screen(path, who, go)


def of_the_case(part, *, key=False):
    """A part of the first case in the list."""

    def go(page):
        answer = page.goto(first_case(page) + part)
        assert answer.status == 200, f"{part} answered {answer.status}"

    return Screen(f"case/{part}", "caseworker", go, key)


def first_case(page):
    """The address of the first case in the list, looked up once a page."""
    if page not in _first_cases:
        page.goto("/cases/")
        _first_cases[page] = page.locator("main table a.who").first.get_attribute("href")
    return _first_cases[page]


_first_cases: WeakKeyDictionary[Page, str] = WeakKeyDictionary()


def behind(come, link):
    """The page behind the first such link of another."""

    def go(page):
        come(page)
        address = page.locator(link).first.get_attribute("href")
        answer = page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}"

    return go
