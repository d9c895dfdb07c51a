"""The fixtures of browser tests."""

from tests.browser.fixtures import everybody, people, playwright, site  # noqa: F401
