"""Statements that stay prepared over a rollback, as they do in the product, whose requests commit.

psycopg forgets what it prepared at each ROLLBACK, since tables made in that transaction are gone; every test ends with
one, and would plan each of its statements anew.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import _connection_base, _preparing

KEPT = 500  # of one connection: a process of tests asks for more different things than one that serves


class KeptStatements(_preparing.PrepareManager):
    """Forgets when something is dropped or altered, not when rows are taken back."""

    prepared_max = KEPT

    def clear(self) -> bool:
        """Asked for at the end of a transaction that is rolled back."""
        return False

    def _should_discard(self, prep: _preparing.Prepare, results: Sequence[Any], *_defaults: Any) -> bool:
        tags = [result.command_status or b"" for result in results]
        return any(tag.startswith((b"DROP", b"ALTER", b"DISCARD")) for tag in tags) and super().clear()


def keep() -> None:
    """Every connection that is made from now on keeps them."""
    _connection_base.PrepareManager = KeptStatements  # type: ignore[misc]
