"""Figures over the years: everybody, each gender, and what was reported, each with its yearly change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anonymized_exports.dpstats import Trend, q_values, trend
from frontend.packages import Figure, Package

from .cells import by_codes
from .lines import MARKS, Chart, Point, chart
from .words import is_answer, name_of

YEARS = 10  # whole years before the cut-off; a year that isn't over would look like a fall
EVERYBODY, GENDERS, FLAGS = "year-of-registration", "year-of-registration-gender", "flags-year-of-registration"


@dataclass(frozen=True)
class Series:
    """One line: its years, and its trend with the q-value among all of the page (None where it can't be told)."""

    name: str
    points: list[Point]
    trend: Trend | None
    q: float = 1.0

    @property
    def percent(self) -> tuple[float, float, float] | None:
        """The change a year in hundredths, and its interval."""
        one = self.trend
        return None if one is None else (100 * (one.factor - 1), 100 * (one.low - 1), 100 * (one.high - 1))


def trends(package: Package, cutoff: date) -> dict[str, Any]:
    """The series of a package, those of its tables that it has, over whole years."""
    whole = range(cutoff.year - YEARS, cutoff.year)
    everybody = _series(package, EVERYBODY, [((), _("Everybody"))], whole)
    genders = _series(package, GENDERS, _answers(package, GENDERS, 1), whole)
    flags = _series(package, FLAGS, _answers(package, FLAGS, 0), whole)
    judged = _judged([*everybody, *genders, *flags])
    parts = [judged[: len(everybody)], judged[len(everybody) : len(everybody) + len(genders)]]
    pictures = [(part, _picture(part)) for part in parts if part]
    flags = sorted(judged[len(everybody) + len(genders) :], key=lambda one: one.q)
    return {"pictures": pictures, "flags": flags, "first": whole[0], "last": whole[-1]}


def _answers(package: Package, table: str, axis: int) -> list[tuple[tuple[str, ...], str]]:
    if table not in package.tables:
        return []
    found = {figure.codes[axis]: figure.labels[axis] for figure in by_codes(package, table).values()}
    return [((code,), name_of(code, english)) for code, english in found.items() if is_answer(code)]


def _series(package: Package, table: str, answers: Iterable[tuple[tuple[str, ...], str]], years: range) -> list[Series]:
    if table not in package.tables:
        return []
    cells = by_codes(package, table)
    return [_one(name, [_cell(cells, table, year, code) for year in years], years) for code, name in answers]


def _cell(cells: dict[tuple[str, ...], Figure], table: str, year: int, code: tuple[str, ...]) -> Figure:
    """The year stands first, but for flags."""
    return cells[(*code, str(year))] if table == FLAGS else cells[(str(year), *code)]


def _one(name: str, figures: list[Figure], years: range) -> Series:
    points = [Point(year, f.value, f.low, f.high) for year, f in zip(years, figures, strict=True)]
    return Series(name, points, trend(years, [f.value for f in figures], [f.sigma for f in figures]))


def _judged(series: list[Series]) -> list[Series]:
    """The same with q-values over all trends that could be told."""
    told = iter(q_values([one.trend.p for one in series if one.trend]))
    return [replace(one, q=next(told)) if one.trend else one for one in series]


def _picture(series: list[Series]) -> Chart | None:
    return chart([(one.name, one.points) for one in series[: len(MARKS)]])
