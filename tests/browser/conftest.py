"""The fixtures of browser tests."""

from tests.browser.fixtures import everybody, people, playwright, site

__all__ = ["everybody", "people", "playwright", "site"]
