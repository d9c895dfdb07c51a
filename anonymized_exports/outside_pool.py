"""Somebody else's pool to compare with: a file in the shape of CTDC's global dataset, counted while it is read.

The file's own terms forbid handing it on, so nothing of it is kept: what comes out are counts per public code, and
they live as long as the page that shows them. No error names a value of the file.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from anonymized_exports.pipeline import schema
from casemgr.errors import InvalidInput

MOST_ROWS = 1_000_000
LONGEST_CELL = 500
LONGEST_ROW = 64_000  # characters
YES, NOT_SAID = frozenset({"1", "1.0"}), frozenset({"", "0", "0.0", "-99", "NULL", "NA", "nan"})
COMPARED = ("gender", "ageBroad", "citizenship", "CountryOfExploitation")


@dataclass(frozen=True)
class OutsidePool:
    """People in the file, how many of them gave each code of each variable, and how many have each flag."""

    people: int
    answers: dict[str, Counter[str]]
    flags: Counter[str]

    def answered(self, variable: str) -> int:
        """People with a code of the public list for this variable: whom shares are of."""
        return self.answers[variable].total()


def read_pool(lines: TextIO) -> OutsidePool:
    """Count a CSV file with CTDC's column names, row by row, in memory that doesn't grow with it.

    Codes outside the public lists count as no answer. Errors: InvalidInput for a missing column, a row of another
    length, a flag that is neither 1 nor empty, a line that is too long, no row, or too many; it says which row and
    column.
    """
    workload = schema.load("wide")
    codes = {v.name: set(v.keys) for v in workload.variables if v.name in COMPARED}
    flags = [flag.name for flag in workload.flags]
    rows = _rows(_bounded(lines))
    heading = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    _require_columns(heading, [*COMPARED, *flags])
    places = {name: heading.index(name) for name in (*COMPARED, *flags)}
    pool = OutsidePool(0, {name: Counter() for name in COMPARED}, Counter())
    people = 0
    for people, row in enumerate(rows, start=1):
        _require_row(people, row, len(heading))
        for name in COMPARED:
            value = row[places[name]].strip()
            if value in codes[name]:
                pool.answers[name][value] += 1
        for name in flags:
            pool.flags[name] += _flag(people, name, row[places[name]].strip())
    if not people:
        raise InvalidInput(_("The file has no rows."), field="file")
    return OutsidePool(people, pool.answers, pool.flags)


def _bounded(lines: TextIO) -> Iterator[str]:
    """The lines, as long as neither one nor the lines of one quoted row grow beyond what a row can be."""
    length, quoted = 0, False
    while line := lines.readline(LONGEST_ROW + 1):
        length += len(line)
        if length > LONGEST_ROW:
            raise InvalidInput(_("A row of the file is too long to be one of CTDC's."), field="file")
        yield line
        quoted ^= line.count('"') % 2 == 1
        length = length if quoted else 0


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    reader = csv.reader(lines, strict=True)
    try:
        yield from reader
    except (csv.Error, UnicodeDecodeError):
        said = _("Line %(line)s can't be read. Save the file as CSV with commas, in UTF-8.")
        raise InvalidInput(said % {"line": reader.line_num + 1}, field="file") from None


def _require_columns(heading: list[str], wanted: list[str]) -> None:
    missing = [name for name in wanted if name not in heading]
    if missing:
        said = _("Row 1: these columns of CTDC's global dataset are missing: %(names)s.")
        raise InvalidInput(said % {"names": ", ".join(missing)}, field="file")


def _require_row(number: int, row: list[str], length: int) -> None:
    if number > MOST_ROWS:
        raise InvalidInput(_("The file has more than %(most)s rows.") % {"most": f"{MOST_ROWS:,}"}, field="file")
    if len(row) != length or any(len(cell) > LONGEST_CELL for cell in row):
        said = _("Row %(row)s doesn't have one value for each of the %(columns)s columns.")
        raise InvalidInput(said % {"row": number + 1, "columns": length}, field="file")


def _flag(number: int, name: str, value: str) -> bool:
    if value not in YES | NOT_SAID:
        said = _("Row %(row)s, column %(column)s: must be 1 or empty.")
        raise InvalidInput(said % {"row": number + 1, "column": name}, field="file")
    return value in YES
