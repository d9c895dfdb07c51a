"""Pytest plugin (`-p tests.database`): a PostgreSQL for this run, ready before Django reads its settings.

Every test not marked `nodb` runs as the app's unprivileged login, in a transaction that is rolled back. A test
that needs committed data or several connections uses `cloned_world` or `demo_world` (tests/worlds.py) instead.
"""

import atexit
import os
import shutil
from pathlib import Path

import pytest

from casemgr.embedded_postgres import Server
from tests import cluster, prepared, worlds

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
DATABASE = f"casemgr_{WORKER or 'main'}"


class _Run:
    """The server of this run, when this process started it."""

    server: Server | None = None

    @classmethod
    def stop(cls) -> None:
        if cls.server is not None:
            cls.server.stop()
            cls.server = None
            shutil.rmtree(Path(os.environ[cluster.FOLDER]), ignore_errors=True)


if not WORKER:
    _Run.server = cluster.start()
    atexit.register(_Run.stop)
os.environ.update(cluster.environment(DATABASE))


def pytest_configure(config: pytest.Config) -> None:
    """Fixtures are registered now, after pytest-django's, so that ours win."""
    config.pluginmanager.register(worlds, "casemgr-worlds")
    prepared.keep()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the database, unless it says otherwise."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or fixtures & {"transactional_db", "live_server"}:
            raise pytest.UsageError(f"{item.nodeid}: use cloned_world or live_world instead")
        if item.get_closest_marker("nodb") or marker or fixtures & worlds.FIXTURES:
            continue
        item.add_marker(pytest.mark.django_db(databases="__all__"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server with the session; `atexit` is for sessions that end otherwise."""
    _Run.stop()
