"""The one door from casework to statistics: coded rows of consenting people, counted where they lie.

Nothing but SQL over `door.population_v1` goes through it, by a login that can read nothing else. The view is
made in migration 0003 and says who is in it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from casemgr.db.actor import acting_as

DATABASE = "exporter"
Query = Callable[[str], Iterable[Sequence[Any]]]


@contextmanager
def open_door(cutoff: datetime.date) -> Iterator[Query]:
    """Give a way to run SELECTs over the door, all in one repeatable-read snapshot that can't write.

    `cutoff` is the last day on which a consent may have been given; one that has ended since is left out too.
    """
    with acting_as(None), transaction.atomic(using=DATABASE):
        cursor = connections[DATABASE].cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL jit = off")  # compiling the counting statement costs more than running it
        cursor.execute("SELECT set_config('door.cutoff', %s, true)", [cutoff.isoformat()])

        def query(sql: str) -> Iterable[Sequence[Any]]:
            cursor.execute(sql)
            return cursor

        yield query
