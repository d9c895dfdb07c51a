"""A report as a file: rows of table, answer, people and services. What is withheld says so, and is never 0."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.exporting.files import CSV, XLSX, as_csv, as_xlsx
from cases.reports.report import Taken
from cases.reports.tables import Crossed, Table
from frontend.report_frame import in_words

KINDS = {"csv": CSV, "xlsx": XLSX}
Row = list[str | int]


def written(taken: Taken, form: str) -> bytes:
    """The file's bytes, in one of `KINDS`."""
    return as_xlsx(lines(taken)) if form == "xlsx" else as_csv(lines(taken))


def lines(taken: Taken) -> Iterator[Row]:
    """Every row of the file."""
    told = taken.leaving
    yield [_("Period"), in_words(taken.asked.period)]
    if taken.counted_at:
        yield [_("Counted on"), f"{localtime(taken.counted_at):%Y-%m-%d %H:%M}"]
    if not taken.exact:
        yield [_("Numbers of fewer people are withheld"), taken.least]
    yield [_("Table"), _("Group"), _("People"), _("Services")]
    yield [_("Everybody"), "", _number(told.people), _number(told.services)]
    yield [_("People at risk, counted apart"), "", _number(taken.at_risk), ""]
    yield [_("People taught, counted apart"), "", taken.trained, ""]
    for table in told.tables:
        yield from _table(table)
    if told.crossed:
        yield from _crossed(told.crossed)
    for title in told.whole:
        yield [str(title), "", _("withheld"), ""]


def _table(table: Table) -> Iterator[Row]:
    for cell in table.cells:
        services = _number(cell.services) if table.counts_services else ""
        yield [str(table.title), str(cell.label), _number(cell.people), services]


def _crossed(crossed: Crossed) -> Iterator[Row]:
    yield [str(crossed.title), *(str(column.label) for column in crossed.columns)]
    for row, numbers in crossed.lines:
        yield [str(row.label), *(_number(n) for n in numbers)]


def _number(number: int | None) -> str | int:
    return _("withheld") if number is None else number
