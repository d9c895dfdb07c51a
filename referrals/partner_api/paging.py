"""Pages by an opaque cursor: the public id of the last row shown, which tells nothing and skips nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .problems import Problem

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 100


def page(rows: QuerySet, *, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """The rows after the cursor, newest first, and the next cursor (None at the end).

    `rows` is already what the caller may see, so a cursor of somebody else's row is as invalid as an invented one.
    """
    if cursor:
        last = rows.filter(public_id=cursor).values_list("pk", flat=True).first()
        if last is None:
            raise Problem(400, "cursor_invalid", "This cursor is not valid here. Start again without one.")
        rows = rows.filter(pk__lt=last)
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], found[limit - 1].public_id if len(found) > limit else None
