"""Which column of a file is which of the mapping: missing, unknown, double and unnamed headings.

An unknown heading is named by its position only: when the headings are missing, the first row is a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from cases.importing.mapping import Column, Mapping, heading_key
from cases.importing.problems import Code, FileRefused, Problem


@dataclass(frozen=True)
class Layout:
    """Positions of the mapping's columns in the file, and of columns without a heading."""

    columns: tuple[tuple[int, Column], ...]
    unnamed: tuple[int, ...]
    width: int
    present: frozenset[str] = field(default_factory=frozenset)


def position(index: int) -> str:
    """How a spreadsheet names the column at a zero-based index: 0 is "A"."""
    return str(get_column_letter(index + 1))


def lay_out(headings: Sequence[str], mapping: Mapping) -> Layout:
    """Find every heading in the mapping; raises `FileRefused` with all that is wrong at once."""
    known = known_names(mapping)
    found: dict[str, int] = {}
    columns: list[tuple[int, Column]] = []
    unnamed: list[int] = []
    problems: list[Problem] = []
    for index, heading in enumerate(headings):
        column = known.get(heading_key(heading))
        if not heading.strip():
            unnamed.append(index)
        elif column is None:
            problems.append(Problem(1, position(index), Code.UNKNOWN_COLUMN, "heading"))
        elif column.heading in found:
            problems.append(Problem(1, column.heading, Code.DUPLICATE_COLUMN, "heading"))
        else:
            found[column.heading] = index
            columns.append((index, column))
    problems += _missing(mapping, found)
    if problems:
        raise FileRefused(*problems)
    columns += _named_by_position(mapping, unnamed, found)
    return Layout(tuple(columns), tuple(unnamed), len(headings), frozenset(found))


def known_names(mapping: Mapping) -> dict[str, Column]:
    """The mapping's columns by every spelling of their headings (`heading_key`)."""
    return {heading_key(name): column for column in mapping.columns.values() for name in _names(column)}


def _names(column: Column) -> tuple[str, ...]:
    return (column.heading, *column.aliases)


def _missing(mapping: Mapping, found: dict[str, int]) -> list[Problem]:
    missing = [c.heading for c in mapping.columns.values() if c.required and c.heading not in found]
    problems = [Problem(1, heading, Code.MISSING_COLUMN, "heading") for heading in missing]
    if not problems and not any(mapping.columns[heading].to for heading in found):
        problems.append(Problem(1, "", Code.MISSING_COLUMN, "heading"))
    return problems


def _named_by_position(mapping: Mapping, unnamed: list[int], found: dict[str, int]) -> list[tuple[int, Column]]:
    """The official HTCDS sheet leaves one heading blank; a mapping may say what follows a column unnamed."""
    named: list[tuple[int, Column]] = []
    for before, name in mapping.unnamed_after.items():
        index = found.get(before, -2) + 1
        if index in unnamed and name in mapping.columns and name not in found:
            unnamed.remove(index)
            named.append((index, mapping.columns[name]))
    return named


def is_label_row(cells: Sequence[str], mapping: Mapping) -> bool:
    """Whether a row only repeats the mapping's labels, as the second row of the official HTCDS sheet does."""
    told = [heading_key(cell) for cell in cells if cell.strip()]
    labels = {heading_key(column.label) for column in mapping.columns.values()}
    return len(told) >= 3 and sum(word in labels for word in told) >= 0.9 * len(told)
