"""Files and mappings for the import's tests, made on the spot."""

import csv
import io
from datetime import date

import openpyxl

from casemgr.accounts.acting import acting_as_user
from cases.importing import actions, mapping, readers, running
from cases.importing.problems import FileRefused
from cases.importing.rows import RowReader

TODAY = date(2026, 11, 22)
KEY = b"k" * 32


def csv_file(*rows, encoding="utf-8", delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def xlsx_file(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def read(stream, mapped="htcds", today=TODAY):
    """All results of a file: cases, and lists of problems."""
    mapped = mapping.load(mapped) if isinstance(mapped, str) else mapped
    return list(RowReader(readers.open_table(stream), mapped, today=today, key=KEY).rows())


def refusal(stream, mapped="htcds"):
    """The codes of all problems for which the file as a whole is refused."""
    try:
        read(stream, mapped)
    except FileRefused as refused:
        return [(p.code.value, p.row, p.column) for p in refused.problems]
    return []


def problems(stream, mapped="htcds"):
    """(row, column, code) of every problem of every row."""
    return [(p.row, p.column, p.code.value) for r in read(stream, mapped) if isinstance(r, list) for p in r]


def cell(column, value, mapped="htcds"):
    """The codes of what is wrong with one cell."""
    return [code for _row, _column, code in problems(csv_file([column, "external_id"], [value, "1"]), mapped)]


def import_file(stream, mapped, by, *, dry_run=False, progress=None):
    """Start and run an import as this person."""
    with acting_as_user(by):
        batch = actions.start_import(stream, mapping.load(mapped), dry_run=dry_run, by=by)
        return running.run(batch, by=by, progress=progress)
