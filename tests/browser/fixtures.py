"""Fixtures of everything that drives a browser. One site and one Chromium for a package of tests."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.people import People
from tests.browser.served import served_demo

expect.set_options(timeout=PATIENCE_MS)


def marks(group):
    """What a module of browser tests carries: all of one group run in one process, on one site."""
    return [pytest.mark.browser, pytest.mark.nodb, pytest.mark.xdist_group(group)]


@pytest.fixture(scope="package")
def site():
    """The demo, served by the real server with a real worker."""
    with served_demo() as served:
        yield served


@pytest.fixture(scope="package")
def playwright():
    """Stopped with the package: while it runs, Django refuses database calls in this thread."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def everybody(playwright, site):
    """The people of the site and their sessions."""
    browser = launch(playwright)
    yield People(browser, site)
    browser.close()


@pytest.fixture
def people(everybody):
    """Opens pages; afterwards none may have broken the policy, thrown, or asked another site."""
    yield everybody
    troubles = list(everybody.troubles)
    everybody.close()
    assert troubles == []
