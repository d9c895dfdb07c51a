"""The one door from casework to statistics: coded rows of consenting people, counted where they lie.

Nothing but SQL over the views of `door` goes through it, by a login that can read nothing else. The population's view
is made in migrations 0003 and 0039, which say who is in it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from casemgr.db.actor import acting_as

DATABASE = "exporter"
Query = Callable[[str], Iterable[Sequence[Any]]]
Days = tuple[datetime.date, datetime.date]


@contextmanager
def open_door(cutoff: datetime.date, *, family: str = "people", first: Days | None = None) -> Iterator[Query]:
    """Give a way to run SELECTs over the door, all in one repeatable-read snapshot that can't write.

    `cutoff` is the last day on which a consent may have been given; one that has ended since is left out too. `family`
    is what the organization's agreement must cover. `first` bounds the day of a person's first yes: from, and before.
    """
    since, until = (day.isoformat() for day in first) if first else ("", "")
    with acting_as(None), transaction.atomic(using=DATABASE):
        cursor = connections[DATABASE].cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL jit = off")  # compiling the counting statement costs more than running it
        cursor.execute(
            "SELECT set_config('door.cutoff', %s, true), set_config('door.family', %s, true), "
            "set_config('door.first_from', %s, true), set_config('door.first_until', %s, true)",
            [cutoff.isoformat(), family, since, until],
        )

        def query(sql: str) -> Iterable[Sequence[Any]]:
            cursor.execute(sql)
            return cursor

        yield query


def own_counts() -> list[tuple[str, str, int]]:
    """The actor's organization's consented people by the door's columns: (column, code, number), not noisy.

    The database withholds what is small; of fewer than ten people it tells nothing. Whoever calls has checked and
    written down who asks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT variable, code, number FROM app.statistics_preview()")
        return [tuple(row) for row in cursor.fetchall()]
