"""Whoever seals something for the database holds a rotation still until that transaction ends.

A rotation makes the new key first, then waits here for everybody who may have sealed under the old one. After that
nothing under the old key can still appear, and what is there can be counted.
"""

from django.db import connection

LOCK = 4_150_005  # of PostgreSQL's advisory locks


def hold_still() -> None:
    """Call before asking which key is the newest, in the transaction that stores what is sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def wait_for_all() -> None:
    """Return once every transaction that sealed before this call has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
