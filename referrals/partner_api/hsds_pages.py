"""HSDS pages: by number, over one or several querysets one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from .problems import Problem

DEFAULT_SIZE = 50
HIGHEST_SIZE = 100


class HsdsQuery(serializers.Serializer):
    """Which page."""

    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000, default=1)
    per_page = serializers.IntegerField(required=False, min_value=1, max_value=HIGHEST_SIZE, default=DEFAULT_SIZE)


@dataclass(frozen=True)
class Part:
    """Rows (a queryset or a list) and how to tell some of them."""

    rows: Any
    tell: Callable[[list[Any]], list[dict[str, Any]]]

    def __len__(self) -> int:
        return len(self.rows) if isinstance(self.rows, list) else int(self.rows.count())


def hsds_page(parts: Sequence[Part], *, page: int, per_page: int) -> dict[str, Any]:
    """The page of that number. Errors: Problem 404 past the last one."""
    sizes = [len(part) for part in parts]
    total = sum(sizes)
    pages = max(1, -(-total // per_page))
    if page > pages:
        raise Problem(404, "not_found", "There is no such page.")
    contents: list[dict[str, Any]] = []
    start, end = (page - 1) * per_page, page * per_page
    for part, size in zip(parts, sizes, strict=True):
        if start < size and end > 0:
            contents += part.tell(list(part.rows[max(start, 0) : end]))
        start, end = start - size, end - size
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page == pages,
        "empty": not contents,
        "contents": contents,
    }
