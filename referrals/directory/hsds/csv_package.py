"""HSDS as a package of CSV files in a ZIP file: read within limits, written from the same document as the JSON."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from casemgr.errors import InvalidInput

from .flat import Tables
from .limits import MOST_CELL, MOST_FILES, MOST_ROWS, PACKED_RATIO, UNPACKED_BYTES
from .reading import from_rows, require_storable
from .shape import NUMBERS, TABLE_ORDER, file_of

TABLE_OF_FILE = {file_of(table): table for table in TABLE_ORDER}


def read_package(given: bytes | BinaryIO) -> Tables:
    """The tables of a ZIP file of CSV files. Errors: InvalidInput when it is no such file, or beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(given) if isinstance(given, bytes) else given) as package:
            rows = {table: list(_rows(package, part)) for table, part in _parts(package).items()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, csv.Error, UnicodeDecodeError):
        raise InvalidInput(_("This is no ZIP file of UTF-8 CSV files."), field="file") from None
    if not rows:
        raise InvalidInput(_("There is nothing of HSDS in this file."), field="file")
    if sum(map(len, rows.values())) > MOST_ROWS:
        raise InvalidInput(_("The file has too many rows."), field="file")
    return from_rows(rows)


def _parts(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of tables, by what the archive says of them; what is really unpacked is counted again."""
    infos = package.infolist()
    unpacked, packed = sum(one.file_size for one in infos), sum(one.compress_size for one in infos)
    if len(infos) > MOST_FILES or unpacked > UNPACKED_BYTES or unpacked > PACKED_RATIO * max(packed, 1_000):
        raise _too_big()
    named = {TABLE_OF_FILE.get(PurePosixPath(one.filename).name.lower()): one for one in infos if not one.is_dir()}
    return {table: one for table, one in named.items() if table}


def _rows(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[dict[str, Any]]:
    with package.open(part) as stream:
        content = stream.read(part.file_size + 1)
    if len(content) > part.file_size:
        raise _too_big()
    text = content.decode("utf-8-sig")
    for number, cells in enumerate(csv.DictReader(io.StringIO(text, newline=""), strict=True)):
        if number >= MOST_ROWS:
            raise _too_big()
        row = {name: value_of(name, cell) for name, cell in cells.items() if name and isinstance(cell, str) and cell}
        require_storable(row)
        if row:
            yield row


def value_of(name: str, cell: str) -> Any:
    """A cell as JSON has it: numbers where HSDS has numbers, else text."""
    if len(cell) > MOST_CELL:
        raise InvalidInput(_("A cell of the file is too long."), field="file")
    if name in NUMBERS and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", cell):
        return float(cell) if "." in cell else int(cell)
    return cell


def _too_big() -> InvalidInput:
    return InvalidInput(_("The file is too large."), field="file")


def write_package(document: dict[str, Any]) -> bytes:
    """The document as a ZIP file. What a cell can't hold (null, nested values) is left out: the JSON has it."""
    tables = Tables(everything=True)
    for table in ("organizations", "locations", "taxonomies", "taxonomy_terms"):
        for row in document[table]:
            tables.add(table, row)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for table in TABLE_ORDER:
            if rows := list(tables.get(table, {}).values()):
                package.writestr(file_of(table), _csv(rows))
    return made.getvalue()


def _csv(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
