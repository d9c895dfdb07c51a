"""Rows only through `visible_to(user)`: a forgotten scope raises instead of leaking.

Row-level security in PostgreSQL stands behind this (casemgr.db); neither replaces the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Self

from django.db import models

from casemgr.errors import ScopeMissing
from casemgr.ids import uuid7


class ScopedQuerySet(models.QuerySet, ABC):
    """A queryset that answers only after `visible_to` or `unscoped` was called on it."""

    _scoped = False

    @abstractmethod
    def visible_to(self, user: Any) -> Self:
        """Rows this user may see. Each model's queryset says which; one that doesn't can't be made."""

    def unscoped(self, why: str) -> Self:
        """All rows the database login admits. `why` is for the reader; it must not be empty."""
        if not why:
            raise ScopeMissing("unscoped() wants a reason")
        return self._marked()

    def _marked(self) -> Self:
        clone = self.all()
        clone._scoped = True
        return clone

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _require_scope(self) -> None:
        if not (self._scoped or self.query.is_empty()):
            raise ScopeMissing(f"{self.model.__name__}: call visible_to(user) first")

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()


class ScopedModel(models.Model):
    """Base of every model that holds a person's data: UUIDv7 key, scoped manager, a silent `str`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self._meta.model_name or ""
