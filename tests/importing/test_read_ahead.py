"""Reading ahead changes nothing but the time it takes."""

import threading
from contextlib import closing

import pytest

from cases.importing.read_ahead import read_ahead

pytestmark = pytest.mark.nodb


def alive():
    return [thread for thread in threading.enumerate() if thread.name == "read-ahead"]


def test_it_keeps_items_and_their_order():
    assert list(read_ahead(iter(range(50)))) == list(range(50))
    assert list(read_ahead(iter([]))) == []


def test_an_error_comes_in_its_place():
    def source():
        yield 1
        raise ValueError

    items = read_ahead(source())
    assert next(items) == 1
    with pytest.raises(ValueError):
        next(items)


def test_leaving_early_stops_the_thread():
    with closing(read_ahead(iter(range(1000)))) as items:
        next(items)
    assert not alive()
