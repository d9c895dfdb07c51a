"""CSV, streamed: UTF-8 (with or without a byte-order mark) or UTF-16 with one; comma, semicolon or tab."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from cases.importing.headings import position
from cases.importing.limits import CELL_CHARACTERS, COLUMNS, ROWS
from cases.importing.problems import Code, refuse
from cases.importing.table import SourceRow

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvTable:
    """A checked CSV file. `stream` stays the caller's to close."""

    format = "csv"

    def __init__(self, stream: BinaryIO, encoding: str, delimiter: str) -> None:
        self._stream, self._encoding, self._delimiter = stream, encoding, delimiter
        self.headings, self.row_count = self._survey()

    def rows(self) -> Iterator[SourceRow]:
        """Every row after the headings; a blank line is a row without cells."""
        for row in self._records():
            if row.number > 1:
                yield row

    def _records(self) -> Iterator[SourceRow]:
        self._stream.seek(0)
        text = io.TextIOWrapper(_Unclosed(self._stream), encoding=self._encoding, newline="")
        number = 0
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=self._delimiter, strict=True), start=1):
                yield SourceRow(number, cells)
        except csv.Error as error:
            raise refuse(Code.BROKEN_FILE, row=number + 1) from error
        finally:
            text.detach()

    def _survey(self) -> tuple[list[str], int]:
        headings: list[str] = []
        count = 0
        for number, cells in self._records():
            if number == 1:
                headings = _headings(cells)
            elif any(cells):
                count += 1
            if count > ROWS:
                raise refuse(Code.TOO_MANY_ROWS, row=number)
        return headings, count


class _Unclosed(io.BufferedReader):
    """A reader whose owner keeps the stream: `TextIOWrapper` must not close it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(_Raw(stream), _CHUNK)


class _Raw(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def open_csv(stream: BinaryIO) -> CsvTable:
    """Check encoding and structure of the whole file; raises `FileRefused`."""
    csv.field_size_limit(CELL_CHARACTERS)
    encoding = _encoding(stream)
    return CsvTable(stream, encoding, _delimiter(stream, encoding))


def _encoding(stream: BinaryIO) -> str:
    head = stream.read(4)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
            done += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        row, column = _first_undecodable(stream, encoding)
        kind = f"{encoding}, byte {_offset(error, done, len(chunk))}"
        raise refuse(Code.ENCODING, row=row, column=column, kind=kind) from None
    return encoding


def _first_undecodable(stream: BinaryIO, encoding: str) -> tuple[int, str]:
    """Row and column of the first cell that is no UTF-8; row 0 where that can't be told."""
    if encoding == "utf-16":
        return 0, ""
    delimiter = _delimiter(stream, encoding)
    stream.seek(0)
    text = io.TextIOWrapper(_Unclosed(stream), encoding=encoding, errors="surrogateescape", newline="")
    with suppress(csv.Error):
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            for index, cell in enumerate(cells):
                if any("\udc80" <= letter <= "\udcff" for letter in cell):  # an escaped byte
                    return number, position(index)
    return 0, ""


def _offset(error: UnicodeDecodeError, done: int, size: int) -> int:
    """Where in the file the decoder failed: it may have kept bytes of the chunk before."""
    carried = len(error.object) - size
    return max(done - carried + error.start, 0)


def _delimiter(stream: BinaryIO, encoding: str) -> str:
    stream.seek(0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(65536))
    first_line = text.splitlines()[0] if text.splitlines() else ""
    outside_quotes = "".join(first_line.split('"')[::2])
    found = Counter({mark: outside_quotes.count(mark) for mark in ",;\t"})
    return found.most_common(1)[0][0]


def _headings(cells: list[str]) -> list[str]:
    if len(cells) > COLUMNS:
        raise refuse(Code.TOO_MANY_COLUMNS)
    return [cell.strip() for cell in cells]
