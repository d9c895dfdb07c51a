"""Pages of long lists, counted only as far as people read: "1,000+"."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

CAP = 1000


class Count(int):
    """A number that says "1,000+" once it reached the cap."""

    def __str__(self) -> str:
        return f"{CAP:,}+" if self >= CAP else super().__repr__()


def capped(rows: QuerySet[Any]) -> Count:
    """How many rows, counted no further than the cap."""
    return Count(rows.order_by()[:CAP].count())


class OpenPaginator(Paginator):
    """Pages without counting everything: one row more than fits says whether there is a next page."""

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> Count:
        """Rows, up to the cap."""
        return capped(self.object_list)

    def get_page(self, number: Any) -> Page:
        """The page of that number; nonsense gives the first, past the end an empty one."""
        try:
            wanted = max(1, min(int(number), 100_000))
        except (TypeError, ValueError):
            wanted = 1
        start = (wanted - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        return OpenPage(rows, wanted, self)


class OpenPage(Page):
    """A page that knows from its own rows whether another follows."""

    def __init__(self, rows: list[Any], number: int, paginator: OpenPaginator) -> None:
        self.more = len(rows) > paginator.per_page
        super().__init__(rows[: paginator.per_page], number, paginator)

    @property
    def numbers(self) -> range:
        """The page numbers offered: a few around this one, none that is not there."""
        first = max(1, self.number - 2)
        last = max(self.number + self.more, min(self.paginator.num_pages, first + 4))
        return range(first, last + 1)

    def has_next(self) -> bool:
        """Whether rows follow."""
        return self.more

    def next_page_number(self) -> int:
        """The number of the page that follows."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """The number of the page before; past the end, the last one there is."""
        before = self.number - 1
        return before if self.paginator.count >= CAP else min(before, self.paginator.num_pages)

    def start_index(self) -> int:
        """Number of the first row."""
        return (self.number - 1) * self.paginator.per_page + (1 if self.object_list else 0)

    def end_index(self) -> int:
        """Number of the last row."""
        return (self.number - 1) * self.paginator.per_page + len(self.object_list)
