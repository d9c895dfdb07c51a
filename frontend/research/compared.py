"""A release beside somebody else's pool, share by share: who is reached here, who there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anonymized_exports.dpstats import Estimate, share, share_of_whole
from anonymized_exports.outside_pool import OutsidePool
from frontend.packages import Figure, Package

from .cells import by_codes
from .words import is_answer, name_of

#: table of a release -> the variable of the pool
TABLES = {
    "gender": "gender",
    "age-broad": "ageBroad",
    "citizenship": "citizenship",
    "country-of-exploitation": "CountryOfExploitation",
}
POOL_LIMITS = (
    _("Who is missing everywhere. Both pools are of people who were found and helped."),
    _("That a group is less affected where its share is smaller: it may be less reached, or counted elsewhere."),
    _("Anything exact about the file: such pools are made synthetic or coarse too, and may hold the same people."),
    _("How reported facts compare where the file leaves a group of questions out: shares are of everybody in it."),
)
LEAST = 0.01  # shares below in both are left out of the long lists


@dataclass(frozen=True)
class Row:
    """One answer: its share here with the 95 % interval, and its share there (exact of the file), in hundredths."""

    name: str
    here: Estimate
    there: float

    @property
    def differs(self) -> str:
        """`more` or `less` where the interval here leaves the share there out; else nothing."""
        if self.here.low > self.there:
            return "more"
        return "less" if self.here.high < self.there else ""


def compared(package: Package, pool: OutsidePool) -> list[dict[str, Any]]:
    """One list per table that both have, largest share there first."""
    titles = {
        "gender": gettext("Gender"),
        "age-broad": gettext("Age band"),
        "citizenship": gettext("Citizenship"),
        "country-of-exploitation": gettext("Country of exploitation"),
    }
    lists = [
        {"title": titles[table], "rows": _answers(package, table, pool, variable)}
        for table, variable in TABLES.items()
        if table in package.tables and pool.answered(variable)
    ]
    if {"flags", "total"} <= set(package.tables):
        lists.append({"title": gettext("What was reported, of everybody"), "rows": _flags(package, pool)})
    return lists


def _answers(package: Package, table: str, pool: OutsidePool, variable: str) -> list[Row]:
    """Shares of those who answered."""
    figures = {codes[0]: figure for codes, figure in by_codes(package, table).items() if is_answer(codes[0])}
    all_of_them, there = sum(f.value for f in figures.values()), pool.answers[variable]
    spread = sum(figure.sigma**2 for figure in figures.values())
    rows = [
        _row(figure, share(figure.value, all_of_them - figure.value, figure.sigma, (spread - figure.sigma**2) ** 0.5),
             there[code] / pool.answered(variable))
        for code, figure in figures.items()
    ]  # fmt: skip
    listed = [row for row in rows if len(rows) <= 12 or max(row.here.low, row.there) >= LEAST]
    return sorted(listed, key=lambda row: -row.there)


def _flags(package: Package, pool: OutsidePool) -> list[Row]:
    (everybody,) = by_codes(package, "total").values()
    rows = [
        _row(figure, share_of_whole(figure.value, everybody.value, figure.sigma, everybody.sigma),
             pool.flags[code] / pool.people)
        for (code,), figure in by_codes(package, "flags").items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -row.there)


def _row(figure: Figure, here: Estimate, there: float) -> Row:
    return Row(name_of(figure.codes[0], figure.labels[0]), here, there)
