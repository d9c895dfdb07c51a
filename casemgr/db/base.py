"""Django's PostgreSQL backend, stating the current actor at the start of each transaction.

The actor is set with `SET LOCAL` semantics, so it dies with the transaction. Outside a transaction nothing is stated,
and policies that ask for the actor raise.
"""

from typing import Any

from django.db.backends.postgresql import base

from casemgr.db.actor import Actor, current_actor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that remembers which actor its open transaction has stated."""

    _stated: Actor | None = None

    def _cursor(self, name: str | None = None) -> Any:
        cursor = super()._cursor(name)  # type: ignore[misc]
        if self.in_atomic_block and not self.needs_rollback:
            self._state_actor()
        return cursor

    def _state_actor(self) -> None:
        actor = current_actor()
        if actor == self._stated:
            return
        context = actor.context(self.connection.info.backend_pid) if actor else ""
        with self.connection.cursor() as raw:
            raw.execute("SELECT set_config('app.context', %s, true)", [context])
        self._stated = actor

    def _forget(self) -> None:
        self._stated = None

    def connect(self) -> None:
        self._forget()
        super().connect()

    def close(self) -> None:
        self._forget()
        super().close()

    def _commit(self) -> None:
        self._forget()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._forget()

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        self._forget()
        super().set_autocommit(autocommit, *args, **kwargs)
