"""Rotations one at a time: a lock that ends with the process that holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from casemgr.encryption.router import KEYS

LOCK = 4_150_006  # of PostgreSQL's advisory locks


class Busy(Exception):
    """Another process is rotating keys."""


@contextmanager
def alone() -> Iterator[None]:
    """Errors: Busy."""
    connection = connections[KEYS]
    if connection.vendor == "sqlite":
        with Path(f"{connection.settings_dict['NAME']}.rotating").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
