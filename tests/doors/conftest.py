"""One house for a whole module of tests: its rows are really committed, and each request in it is undone."""

import pytest

from casemgr.db.actor import acting_as
from tests import worlds
from tests.doors import kept
from tests.doors.house import House


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The world of all personas in a database of its own."""
    with django_db_blocker.unblock(), acting_as(None):
        world = kept.world()
        with worlds.own_world(kept.DATABASE) as database:
            yield House(world, database)
