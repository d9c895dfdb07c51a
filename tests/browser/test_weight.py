"""How much a page weighs for somebody who opens it for the first time, on a bad line."""

import pytest

from tests.browser.fixtures import marks
from tests.browser.screen import of_the_case

pytestmark = marks("browser")
COLD_BYTES, WARM_BYTES, REQUESTS, NODES = 75_000, 15_000, 8, 900


class Line:
    """Counts what goes over the wire to one page."""

    def __init__(self, page):
        self.page, self.sent, self.received = page, [], {}
        self.debugger = page.context.new_cdp_session(page)
        self.debugger.send("Network.enable")
        self.debugger.on("Network.requestWillBeSent", self._request)
        self.debugger.on("Network.loadingFinished", self._finished)

    def load(self, address):
        """Bytes and requests of one load of this address."""
        self.sent, self.received = [], {}
        self.page.goto(address, wait_until="networkidle")
        return sum(self.received.values()), len(self.sent)

    def _request(self, event):
        if event["request"]["url"].startswith("http"):
            self.sent.append(event["request"]["url"])

    def _finished(self, event):
        self.received[event["requestId"]] = event["encodedDataLength"]


@pytest.fixture(params=["today", "list", "case"])
def address(request, people):
    """Where the page is that is weighed."""
    page = people.page("caseworker")
    if request.param != "case":
        return {"today": "/", "list": "/cases/"}[request.param]
    of_the_case("").go(page)
    return page.url


def test_a_first_load_is_light(people, address):
    size, requests = Line(people.page("caseworker")).load(address)
    assert size <= COLD_BYTES and requests <= REQUESTS, (size, requests)


def test_a_second_load_brings_little_more_than_the_page_itself(people, address):
    line = Line(people.page("caseworker"))
    line.load(address)
    size, _requests = line.load(address)
    assert size <= WARM_BYTES, size


def test_a_page_has_few_elements(people, address):
    page = people.page("caseworker")
    page.goto(address)
    assert page.evaluate("document.querySelectorAll('*').length") <= NODES
