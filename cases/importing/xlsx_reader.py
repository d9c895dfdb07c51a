"""XLSX, streamed by openpyxl over parsers that refuse entities, after a check of the archive itself."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cases.importing import limits
from cases.importing.problems import Code, refuse
from cases.importing.table import SourceRow
from cases.importing.xlsx_checks import count_rows, require_safe

_BROKEN = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    SyntaxError,
    OSError,
)


class XlsxTable:
    """The first sheet of a checked workbook. `stream` stays the caller's to close."""

    format = "xlsx"

    def __init__(self, stream: BinaryIO, row_count: int) -> None:
        self._stream = stream
        self._begun: Iterator[SourceRow] | None = self._records()
        self.headings = self._headings(self._begun)
        self.row_count = max(row_count - 1, 0)

    def rows(self) -> Iterator[SourceRow]:
        """Every row after the headings, numbered as the spreadsheet shows them."""
        begun, self._begun = self._begun, None  # opening a workbook is slow: go on from its headings once
        for row in begun or self._records():
            if row.number > 1:
                yield row

    def _records(self) -> Iterator[SourceRow]:
        number = 0
        try:
            self._stream.seek(0)
            book = openpyxl.load_workbook(self._stream, read_only=True, data_only=False, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield SourceRow(number, [as_text(value) for value in cells])
        except _BROKEN as error:
            raise refuse(Code.BROKEN_FILE, row=number + 1) from error

    def _headings(self, records: Iterator[SourceRow]) -> list[str]:
        first = next(records, None)
        headings = [cell.strip() for cell in first.cells] if first else []
        if not any(headings):
            raise refuse(Code.EMPTY_FILE)
        if len(headings) > limits.COLUMNS:
            raise refuse(Code.TOO_MANY_COLUMNS)
        return headings


def as_text(value: object) -> str:
    """A cell's value as CSV would have it: days in ISO 8601, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def open_workbook(stream: BinaryIO) -> XlsxTable:
    """Check the archive and its sheet as a whole; raises `FileRefused`."""
    return XlsxTable(stream, _checked(stream, limits.ROWS))


def read_sheets(stream: BinaryIO, *, rows: int) -> dict[str, list[SourceRow]]:
    """All sheets of a small workbook by their names, each row with its number; blank rows are left out.

    `rows` is how many a sheet may have. Raises `FileRefused`.
    """
    _checked(stream, rows)
    stream.seek(0)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        return {sheet.title: list(_filled(sheet)) for sheet in book.worksheets}
    except _BROKEN as error:
        raise refuse(Code.BROKEN_FILE) from error


def _filled(sheet: Any) -> Iterator[SourceRow]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=limits.COLUMNS), start=1):
        texts = [as_text(value) for value in cells]
        if any(text.strip() for text in texts):
            yield SourceRow(number, texts)


def _checked(stream: BinaryIO, most: int) -> int:
    """The rows of the largest sheet, after a check of the archive; raises `FileRefused`."""
    try:
        with ZipFile(stream) as archive:
            require_safe(archive)
            rows = count_rows(archive)
    # of an odd archive zipfile raises NotImplementedError (unknown compression) or RuntimeError (password)
    except (BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse(Code.BROKEN_FILE) from error
    if rows > most:
        raise refuse(Code.TOO_MANY_ROWS)
    return rows
