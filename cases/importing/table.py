"""What a reader gives: a checked table whose rows are streamed as text."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class SourceRow(NamedTuple):
    """A row as it stands in the file: the number a spreadsheet shows, and its cells as text."""

    number: int
    cells: list[str]


class Table(Protocol):
    """A checked file: its format, headings, number of data rows, and the rows themselves."""

    format: str
    headings: list[str]
    row_count: int

    def rows(self) -> Iterator[SourceRow]:
        """The rows after the headings, blank ones included, from the start each time it is called."""
