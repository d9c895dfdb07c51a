"""What can be wrong with a file or a row: a closed catalogue, without the value that was wrong."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casemgr.errors import InvalidInput

Text = str | Promise


class Words(NamedTuple):
    """What a problem says and what to do about it."""

    message: Text
    what_to_do: Text


class Code(StrEnum):
    """The kinds of problems. Reports and tests go by these, people by their words."""

    EMPTY_FILE = "empty_file"
    NO_ROWS = "no_rows"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    WRONG_TYPE = "wrong_type"
    OLD_EXCEL = "old_excel"
    ENCODING = "encoding"
    BROKEN_FILE = "broken_file"
    UNSAFE_ARCHIVE = "unsafe_archive"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    UNNAMED_COLUMN = "unnamed_column"
    ROW_LENGTH = "row_length"
    FORMULA = "formula"
    CONTROL_CHARACTER = "control_character"
    TOO_LONG = "too_long"
    REQUIRED = "required"
    UNKNOWN_CODE = "unknown_code"
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    FUTURE_DATE = "future_date"
    TOO_LONG_AGO = "too_long_ago"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_YES_OR_NO = "not_yes_or_no"
    BAD_BAND = "bad_band"
    CONSENT_DATES = "consent_dates"
    CONSENT_HOW = "consent_how"
    IDENTITY_WITHOUT_CONSENT = "identity_without_consent"
    DATES_DISAGREE = "dates_disagree"
    DUPLICATE_ROW = "duplicate_row"
    DUPLICATE_ID = "duplicate_id"
    ALREADY_IMPORTED = "already_imported"
    NOT_WRITTEN = "not_written"


CATALOGUE: dict[Code, Words] = {
    Code.EMPTY_FILE: Words(_("The file is empty."), _("Choose the file again, or export it again.")),
    Code.NO_ROWS: Words(_("There are headings but no rows."), _("Add rows below the headings.")),
    Code.TOO_BIG: Words(_("The file is larger than 100 MB."), _("Split it into smaller files.")),
    Code.TOO_MANY_ROWS: Words(_("The file has too many rows."), _("Split it into smaller files.")),
    Code.TOO_MANY_COLUMNS: Words(_("The file has too many columns."), _("Keep only the columns of the mapping.")),
    Code.WRONG_TYPE: Words(
        _("The content is neither CSV nor XLSX."),
        _("Save it as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
    ),
    Code.OLD_EXCEL: Words(
        _("This is an old Excel file (.xls), or one protected by a password."),
        _("Save it as an Excel workbook (.xlsx) without a password or macros."),
    ),
    Code.ENCODING: Words(
        _("The text is not in UTF-8 or UTF-16."),
        _("Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
    ),
    Code.BROKEN_FILE: Words(
        _("The file is damaged, or a quotation mark is missing, from this row on."),
        _("Open it, look at this row, and save it again."),
    ),
    Code.UNSAFE_ARCHIVE: Words(
        _("The workbook unpacks to an unreasonable size or holds unsafe parts."),
        _("Copy the cells to a new workbook and save that."),
    ),
    Code.MISSING_COLUMN: Words(_("A column is missing."), _("Add it, or choose another mapping.")),
    Code.UNKNOWN_COLUMN: Words(
        _("The mapping doesn't know this column."),
        _("Remove it, or name it in a mapping file. Are the headings in the first row?"),
    ),
    Code.DUPLICATE_COLUMN: Words(_("The column is there twice."), _("Keep one of them.")),
    Code.UNNAMED_COLUMN: Words(_("There is a value in a column without a heading."), _("Name the column or empty it.")),
    Code.ROW_LENGTH: Words(
        _("The row has more or fewer cells than there are headings."),
        _("Put values that hold the separator in quotation marks."),
    ),
    Code.FORMULA: Words(
        _("The cell is, or could be taken for, a formula."),
        _("Write it without =, +, -, @ or a tab at its start."),
    ),
    Code.CONTROL_CHARACTER: Words(_("The cell holds an invisible control character."), _("Type the value again.")),
    Code.TOO_LONG: Words(_("The value is too long."), _("Shorten it.")),
    Code.REQUIRED: Words(_("A value is needed here."), _("Fill the cell in.")),
    Code.UNKNOWN_CODE: Words(
        _("The value is not in the code list of this column."),
        _("Use a code of the list, or leave it empty."),
    ),
    Code.NOT_A_DATE: Words(_("This is not a date."), _("Write it as YYYY-MM-DD.")),
    Code.IMPOSSIBLE_DATE: Words(_("There is no such day in the calendar."), _("Check day and month.")),
    Code.AMBIGUOUS_DATE: Words(
        _("Day and month can't be told apart."),
        _("Write it as YYYY-MM-DD, or name date_formats in a mapping."),
    ),
    Code.FUTURE_DATE: Words(_("The date lies in the future."), _("Check the year.")),
    Code.TOO_LONG_AGO: Words(_("The date lies too long ago."), _("Check the year.")),
    Code.NOT_A_NUMBER: Words(_("This is not a whole number."), _("Write digits only.")),
    Code.OUT_OF_RANGE: Words(_("The number is out of range."), _("Check the number.")),
    Code.NOT_YES_OR_NO: Words(_("This is neither yes nor no."), _("Write yes or no, or leave it empty.")),
    Code.BAD_BAND: Words(_("This band can't be read."), _("Write it like 2014-2018.")),
    Code.CONSENT_DATES: Words(
        _("A consent needs the day it was given and the day it ends, in that order."),
        _("Fill in both dates, or leave the consent empty."),
    ),
    Code.CONSENT_HOW: Words(_("A consent needs to say how it was given."), _("Write written, spoken or witnessed.")),
    Code.IDENTITY_WITHOUT_CONSENT: Words(
        _("The person declined that a record is kept, yet the row names them."),
        _("Leave an alias and coded facts only: no name, date of birth, contact or address."),
    ),
    Code.DATES_DISAGREE: Words(_("Two dates of the row can't both be right."), _("Check them.")),
    Code.DUPLICATE_ROW: Words(_("The same row is in the file twice."), _("Remove one of them.")),
    Code.DUPLICATE_ID: Words(_("The same external id is in the file twice."), _("Give each row its own id.")),
    Code.ALREADY_IMPORTED: Words(_("This row was imported before."), _("Nothing to do: the record is already here.")),
    Code.NOT_WRITTEN: Words(_("The row could not be stored."), _("Import the file again; stored rows are kept.")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: spreadsheet row (0: the whole file), column or its letter, kind of value."""

    row: int
    column: str
    code: Code
    kind_of_value: str = ""

    @property
    def message(self) -> Text:
        """What is wrong, translated when shown."""
        return CATALOGUE[self.code].message

    @property
    def what_to_do(self) -> Text:
        """What the person can do about it, translated when shown."""
        return CATALOGUE[self.code].what_to_do


class CellRefused(Exception):
    """A cell can't be read; it says why and what kind of value was wanted, never what stood there."""

    def __init__(self, code: Code, kind_of_value: str) -> None:
        super().__init__(code)
        self.code = code
        self.kind_of_value = kind_of_value


class FileRefused(InvalidInput):
    """The file as a whole can't be imported; `problems` say why."""

    code = "file_refused"

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def refuse(code: Code, *, row: int = 0, column: str = "", kind: str = "") -> FileRefused:
    """The refusal of a whole file, ready to raise."""
    return FileRefused(Problem(row, column, code, kind))
