"""The fixtures of browser tests, and one that counts what a task costs."""

import pytest

from tests.browser.fixtures import everybody, people, playwright, site  # noqa: F401
from tests.journeys.effort import Effort


@pytest.fixture
def at(people):  # noqa: F811
    """Open a page as somebody and count from there on."""

    def come(who, path="/"):
        page = people.page(who)
        page.goto(path)
        return page, Effort(page)

    return come
