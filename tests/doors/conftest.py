"""One house for a whole module of tests: its rows are really committed, and each request in it is undone."""

import pytest
from django.db import transaction

from casemgr.db.actor import acting_as
from tests import cluster, worlds
from tests.doors.house import House
from tests.doors.world import build


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The world of all personas in a database of its own."""
    with django_db_blocker.unblock(), worlds.own_world(cluster.TEMPLATE) as database, acting_as(None):
        with transaction.atomic():
            world = build()
        yield House(world, database)
