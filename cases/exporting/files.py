"""Rows as the bytes of a file. Spreadsheets compute what begins like a formula: such text is made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r", *"＝＋－＠")  # the full-width ones too
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Iterable[Any]]
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else


def as_csv(rows: Rows) -> bytes:
    """UTF-8 with commas, days as year-month-day; the first row are the headings."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def as_xlsx(rows: Rows) -> bytes:
    """A workbook of one sheet whose first row stays in sight. Text is stored as text, so that nothing computes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before text that a spreadsheet would compute."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
