"""The log says what kind of page went wrong, never its address."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import resolve

from casemgr.audit import origin
from casemgr.logs import PlainFormatter

pytestmark = pytest.mark.nodb


def line(request, *args):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s: %s", args, None)
    record.request = request
    return PlainFormatter("{levelname} {message}", style="{").format(record)


def test_an_address_that_leads_nowhere_is_not_repeated():
    request = RequestFactory().get("/cases for Amira/")
    assert line(request, "Not Found", request.path) == "WARNING Not Found: an unknown address"


def test_a_page_is_named_by_its_pattern():
    request = RequestFactory().get("/cases/Amira/")
    request.resolver_match = resolve(request.path)
    assert line(request, "Not Found", request.path) == "WARNING Not Found: /cases/<str:case_id>/"


def test_an_error_is_named_by_its_type_and_place_alone():
    try:
        raise ValueError("Planted Name")
    except ValueError:
        record = logging.LogRecord("casemgr", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    said = PlainFormatter("{message}", style="{").format(record)
    assert said.startswith("It failed\nValueError\n")
    assert "in test_an_error_is_named" in said
    assert "Planted" not in said


def test_other_words_stay():
    record = logging.LogRecord("casemgr", logging.WARNING, __file__, 1, "%s rows", (3,), None)
    assert PlainFormatter("{message}", style="{").format(record) == "3 rows"


@pytest.mark.django_db
def test_an_error_is_mailed_to_nobody(settings, mailoutbox, client, monkeypatch):
    """Django's own handler would send the request with all its values, and the trace with its variables."""

    def fail(request):
        raise ValueError("Planted Name")

    settings.ADMINS = ["operator@example.org"]
    monkeypatch.setattr("frontend.views.research.released", lambda: fail(None))
    client.raise_request_exception = False
    assert client.get("/research/").status_code == 500
    assert mailoutbox == []


def test_a_line_ends_with_the_reference_of_its_request():
    token = origin._origin.set(origin.Origin(None, "the-reference"))
    try:
        record = logging.LogRecord("casemgr", logging.WARNING, __file__, 1, "%s rows", (3,), None)
        assert PlainFormatter("{message}", style="{").format(record) == "3 rows [the-reference]"
    finally:
        origin._origin.reset(token)


@pytest.mark.parametrize("name", ["django.security.DisallowedHost", "asyncio"])
def test_loggers_that_quote_requests_are_not_repeated(name):
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "Invalid HTTP_HOST: %s", ("planted.example",), None)
    assert PlainFormatter("{name} {message}", style="{").format(record) == f"{name} (not repeated)"
