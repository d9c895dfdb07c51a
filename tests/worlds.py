"""Databases for tests: the worker's own, and clones with committed data."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import cluster

FIXTURES = frozenset({"cloned_world", "demo_world", "live_world", "live_demo_world", "house"})


@dataclass(frozen=True)
class World:
    """A database and key store of one's own. `environment` is for child processes, `url` is set when served."""

    name: str
    environment: dict[str, str]
    url: str = ""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """Clone the migrated template for this pytest process."""
    if failed := cluster.failure():
        pytest.exit(f"The test database could not be migrated.\n{failed}", returncode=3)
    name = os.environ["DATABASE_URL"].rsplit("/casemgr_", 1)[1].split("?")[0]
    cluster.clone(f"casemgr_{name}")
    yield
    connections.close_all()
    cluster.drop(f"casemgr_{name}")


@pytest.fixture
def cloned_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A fresh migrated database; what the test writes is really committed, and any process may connect."""
    with django_db_blocker.unblock(), own_world(cluster.TEMPLATE) as world:
        yield world


@pytest.fixture
def demo_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The same, filled with the demo's organizations and people."""
    with django_db_blocker.unblock():
        _load_demo_once()
        with own_world(cluster.DEMO) as world:
            yield world


@pytest.fixture
def live_world(cloned_world: World) -> Iterator[World]:
    """`cloned_world`, served on http://localhost at `url`."""
    with _served(cloned_world) as world:
        yield world


@pytest.fixture
def live_demo_world(demo_world: World) -> Iterator[World]:
    """`demo_world`, served on http://localhost at `url`."""
    with _served(demo_world) as world:
        yield world


@contextmanager
def own_world(template: str) -> Iterator[World]:
    """A clone of this database, which the process's connections point at meanwhile."""
    name = f"casemgr_world_{secrets.token_hex(6)}"
    cluster.clone(name, template)
    try:
        with pointed_at(name):
            yield World(name, cluster.environment(name))
    finally:
        cluster.drop(name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """This process's connections lead to another database meanwhile; none is left open to it."""
    before = {alias: connections.settings[alias]["NAME"] for alias in connections.settings}
    _point_at({alias: cluster.keys_of(name) if alias == "keys" else name for alias in before})
    try:
        yield
    finally:
        _point_at(before)


def _point_at(names: dict[str, object]) -> None:
    """Connect this process's aliases to other databases from now on."""
    connections.close_all()
    for alias, name in names.items():
        if hasattr(connections[alias], "close_pool"):
            connections[alias].close_pool()
        connections.settings[alias]["NAME"] = str(name)


@contextmanager
def _served(world: World) -> Iterator[World]:
    server = LiveServer("localhost")
    try:
        yield World(world.name, world.environment, server.url)
    finally:
        server.stop()


def _load_demo_once() -> None:
    """Fill the demo template, once for all workers of this run."""
    done = cluster.folder() / "demo.done"
    with (cluster.folder() / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            cluster.clone(cluster.DEMO)
            cluster.run("casemgr.cli", "sample", "--load", database=cluster.DEMO, CASEMGR_DEMO="1")
            done.touch()
