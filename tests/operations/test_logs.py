"""The log says what kind of page went wrong, never its address."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import resolve

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
