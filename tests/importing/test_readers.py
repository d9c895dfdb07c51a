"""A file is refused as a whole, by its content, before anything of it is written."""

import io
import zipfile

import pytest

from cases.importing import limits, readers
from cases.importing.problems import FileRefused
from tests.importing.support import csv_file, problems, read, refusal, xlsx_file

pytestmark = pytest.mark.nodb
ROWS = (["prs_FirstName", "prs_Gender"], ["Zoë อารี", "Feminine"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_encodings_and_delimiters(encoding, delimiter):
    [case] = read(csv_file(*ROWS, encoding=encoding, delimiter=delimiter))
    assert (case.person.legal_name, case.person.gender) == ("Zoë อารี", "Feminine")


def test_it_reads_a_workbook_with_dates_and_numbers():
    from datetime import datetime

    stream = xlsx_file(["prs_FirstName", "prs_Birthdate", "duration_months"], ["A", datetime(1990, 5, 2), 7.0])
    [case] = read(stream)
    assert (case.person.birth_date.isoformat(), case.experience.duration_months) == ("1990-05-02", 7)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"prs_FirstName,prs_Gender\r\n", "no_rows"),
        (b"%PDF-1.7 whatever", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n", "wrong_type"),
        (b"<html><table></table></html>", "wrong_type"),
        (b"a,b\0c,d\n", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (b"PK\x03\x04 not really a zip", "broken_file"),
        ("prs_FirstName\nJosé\n".encode("latin-1"), "encoding"),
        (b'prs_FirstName,prs_Gender\n"never closed,Feminine\n', "broken_file"),
    ],
)
def test_it_refuses_what_is_no_table(content, code):
    assert [found for found, _row, _column in refusal(io.BytesIO(content))] == [code]


def test_it_names_the_byte_where_the_encoding_breaks():
    text = "prs_FirstName\n" + "a" * 2_000_000 + "\n"
    with pytest.raises(FileRefused) as refused:
        readers.open_table(io.BytesIO(text.encode() + b"\xe9\n"))
    assert refused.value.problems[0].kind_of_value == f"utf-8, byte {len(text)}"


def test_it_names_the_row_and_column_where_the_encoding_breaks():
    text = 'prs_FirstName;prs_Title\n"on two\nlines";b\na;José\n'
    assert refusal(io.BytesIO(text.encode("latin-1"))) == [("encoding", 3, "B")]
    assert refusal(io.BytesIO(text.encode("utf-16") + b"x")) == [("encoding", 0, "")]


def test_it_refuses_more_than_100_mb(monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    assert refusal(csv_file(["prs_FirstName"], ["a" * 1000]))[0][0] == "too_big"


def test_it_refuses_too_many_rows(monkeypatch):
    from cases.importing import csv_reader

    monkeypatch.setattr(csv_reader, "ROWS", 2)
    assert refusal(csv_file(["prs_FirstName"], ["a"], ["b"], ["c"]))[0][0] == "too_many_rows"


def test_it_refuses_a_workbook_with_a_document_type():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>')
    assert refusal(stream)[0][0] == "unsafe_archive"


def test_it_refuses_a_zip_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * (limits.SHARED_STRINGS_BYTES + 1))
    assert refusal(stream)[0][0] == "unsafe_archive"


def test_it_refuses_a_workbook_thousands_of_columns_wide():
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["XFD2"] = "prs_FirstName", "x"
    book.save(stream)
    assert refusal(stream)[0][0] == "too_many_columns"


def test_a_workbook_can_be_read_again_from_the_start():
    table = readers.open_table(xlsx_file(*ROWS))
    assert list(table.rows()) == list(table.rows())


def test_it_refuses_a_zip_that_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(stream)[0][0] == "wrong_type"


def test_it_refuses_a_workbook_with_macros():
    stream = xlsx_file(["prs_FirstName"], ["a"])
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refusal(stream)[0][0] == "old_excel"


def test_a_formula_in_a_workbook_is_refused_with_row_and_column():
    stream = xlsx_file(["prs_FirstName", "prs_Title"], ["Amal", "=1+1"])
    assert problems(stream) == [(2, "prs_Title", "formula")]


def test_blank_rows_are_passed_over_and_numbers_stay_the_spreadsheets():
    stream = csv_file(["prs_FirstName", "prs_Gender"], ["", ""], ["Amal", "nonsense"])
    assert problems(stream) == [(3, "prs_Gender", "unknown_code")]


def test_a_row_of_another_length_is_refused():
    assert problems(csv_file(["prs_FirstName", "prs_Gender"], ["a"], ["a", "", "b"])) == [
        (2, "", "row_length"),
        (3, "", "row_length"),
    ]
