"""How a table of a release is drawn: bars with intervals, and the same numbers as a table beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from frontend.packages import Figure, Package
from frontend.research.words import answer_of, table_titled, titled

PER_PAGE = 25
FEW = 12
LONG_TABLES = 6


@dataclass(frozen=True)
class Bar:
    """A figure with its bar, in hundredths of the widest interval on all pages."""

    figure: Figure
    labels: list[str]
    width: float
    start: float
    length: float
    end: float


def table_list(package: Package, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The tables of a package, or those named: name, title, number of cells."""
    return [
        {"name": name, "title": table_titled(name, package.titles(name)), "cells": package.cells(name)}
        for name in (package.tables if names is None else names)
    ]


def table_context(request: HttpRequest, package: Package, table: str) -> dict[str, Any]:
    """One page of one table. Long tables begin with the largest; nothing is left out of the pages."""
    titles, figures = package.titles(table), _ordered(package, table)
    widest = max((figure.high for figure in figures), default=0) or 1
    page = Paginator(figures, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "table": table,
        "table_title": table_titled(table, titles),
        "titles": [titled(one) for one in titles] or [_("Everybody")],
        "page": page,
        "bars": [_bar(figure, titles, widest) for figure in page.object_list],
        "largest_first": len(figures) > FEW,
    }


@lru_cache(maxsize=LONG_TABLES)
def _ordered(package: Package, table: str) -> tuple[Figure, ...]:
    """Long tables begin with the largest. Reading one of 64,000 figures takes a third of a second, so the last stay."""
    figures = package.figures(table)
    return tuple(sorted(figures, key=lambda figure: -figure.value) if len(figures) > FEW else figures)


def _bar(figure: Figure, titles: Sequence[str], widest: int) -> Bar:
    def share(count: int) -> float:
        return round(100 * count / widest, 2)

    low, high = share(figure.low), share(figure.high)
    told = zip(titles, figure.codes, figure.labels, strict=True)
    labels = [answer_of(title, code, english) for title, code, english in told] or [_("Everybody")]
    return Bar(figure, labels, share(figure.value), low, round(high - low, 2), max(0.0, round(high - 0.5, 2)))
