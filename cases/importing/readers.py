"""Open a table whatever its format: the content decides, not the name.

`open_table(stream)` checks the whole file once (size, encoding, structure, number of rows), so that a file is
refused before anything of it is written; `Table.rows()` then streams it.
"""

from typing import BinaryIO

from cases.importing import csv_reader, json_reader, xlsx_reader
from cases.importing.limits import require_size
from cases.importing.problems import Code, refuse
from cases.importing.table import Table

_SNIFF = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"SQLite",
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg")


def sniff(stream: BinaryIO) -> str:
    """ "csv", "xlsx" or "json" by content; raises `FileRefused` for anything else."""
    head = stream.read(_SNIFF)
    stream.seek(0)
    if head.startswith(_OLE):
        raise refuse(Code.OLD_EXCEL)
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_BINARY) or head.lstrip().lower().startswith(_MARKUP):
        raise refuse(Code.WRONG_TYPE)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(Code.WRONG_TYPE)
    return "json" if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")) else "csv"


def open_table(stream: BinaryIO) -> Table:
    """Check a seekable binary stream as a whole and return its table; raises `FileRefused`."""
    require_size(stream)
    table: Table
    found = sniff(stream)
    if found == "xlsx":
        table = xlsx_reader.open_workbook(stream)
    elif found == "json":
        table = json_reader.open_json(stream)
    else:
        table = csv_reader.open_csv(stream)
    if table.row_count == 0:
        raise refuse(Code.NO_ROWS)
    return table
