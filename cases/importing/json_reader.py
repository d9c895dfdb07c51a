"""Records of HTCDS as JSON: {"format": "HTCDS 2.0", "records": [{field: value}]}, or the bare list of records.

Each record is a row, its number the place in the list plus one; lists become several codes of one cell.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from cases.importing.limits import CELL_CHARACTERS, COLUMNS, ROWS
from cases.importing.problems import Code, refuse
from cases.importing.table import SourceRow


class JsonTable:
    """A checked list of records; its headings are the fields that any of them names."""

    format = "json"

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self._records = records
        named = dict.fromkeys(name for record in records for name in record)
        self.headings = sorted(named, key=lambda name: name.startswith("casemgr_"))  # the standard's codes come first
        self.row_count = len(records)
        if len(self.headings) > COLUMNS:
            raise refuse(Code.BROKEN_FILE)

    def rows(self) -> Iterator[SourceRow]:
        """The records, in order."""
        for number, record in enumerate(self._records, start=2):
            yield SourceRow(number, [json_cell(record.get(name)) for name in self.headings])


def open_json(stream: BinaryIO) -> JsonTable:
    """Read the whole file (its size was checked before); raises `FileRefused`."""
    try:
        content = json.loads(stream.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise refuse(Code.BROKEN_FILE) from error
    records = content.get("records") if isinstance(content, dict) else content
    if not isinstance(records, list) or not all(_is_flat(record) for record in records):
        raise refuse(Code.BROKEN_FILE)
    if len(records) > ROWS:
        raise refuse(Code.TOO_MANY_ROWS, row=ROWS + 1)
    return JsonTable(records)


def _is_flat(record: object) -> bool:
    plain = (str, int, float, bool, type(None))
    return isinstance(record, dict) and all(
        isinstance(value, plain) or (isinstance(value, list) and all(isinstance(one, plain) for one in value))
        for value in record.values()
    )


def json_cell(value: Any) -> str:
    """A JSON value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(json_cell(one) for one in value)
    text = str(value)
    if len(text) > CELL_CHARACTERS:
        raise refuse(Code.BROKEN_FILE)
    return text
