"""Packages of CSV files: whole, within limits, and no bomb."""

import io
import json
import zipfile

import pytest

from casemgr.errors import InvalidInput
from referrals import actions
from referrals.directory.hsds import csv_package, limits
from referrals.directory.hsds.csv_package import read_package, write_package
from tests.conftest import as_user
from tests.directory.test_hsds_files import a_file, flat, give, one, take


def package(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return made.getvalue()


def take_package(content, by):
    with as_user(by):
        return actions.import_directory(read_package(content), dry_run=False, by=by)


def plain(document):
    """The tables of a document without what no cell can hold: null, and values nested in a property."""
    kept = {}
    for table, rows in flat(document).items():
        kept[table] = {
            key: {name: value for name, value in row.items() if isinstance(value, str | int | float) and value != ""}
            for key, row in rows.items()
        }
    return kept


def test_a_package_takes_the_directory_to_another_organization_whole(keeper, other_keeper):
    take(a_file(), keeper)
    first = give(keeper)
    take_package(write_package(first), other_keeper)
    assert plain(give(other_keeper)) == plain(first)
    assert len(plain(first)) > 15


def test_our_own_columns_survive_a_package(keeper, other_keeper, legal_aid):
    with as_user(keeper):
        actions.keep_service({"serves": ["women"], "cost": "free"}, entry=legal_aid, by=keeper)
        actions.set_capacity(legal_aid, unit="beds", available=1, maximum=4, by=keeper)
    first = give(keeper)
    take_package(write_package(first), other_keeper)
    assert plain(give(other_keeper)) == plain(first)
    (service,) = give(other_keeper)["organizations"][0]["services"]
    assert service["capacities"][0]["unit"]["name"] == "beds"
    assert {term["taxonomy_term"]["code"] for term in service["attributes"]} == {
        "service:legal_aid",
        "serves:women",
        "cost:free",
    }


def test_rows_that_belong_to_nothing_are_noted(keeper):
    given = package(
        organizations=f"id,name,description\r\n{one()},A,B\r\n",
        metadata=f"id,resource_id,field_name\r\n{one()},{one()},name\r\n",
    )
    done = take_package(given, keeper)
    assert [(note.table, note.row) for note in done.notes] == [("metadata", 1)]


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    bomb = package(organizations="x" * (limits.UNPACKED_BYTES + 1))
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args: pytest.fail("it was unpacked"))
    with pytest.raises(InvalidInput):
        read_package(bomb)


def test_an_archive_that_lies_about_its_sizes_is_refused():
    honest = package(organizations="id,name\r\n" + "a" * 50_000)
    size = (50_000 + 9).to_bytes(4, "little")
    assert honest.count(size) == 2
    with pytest.raises(InvalidInput):
        read_package(honest.replace(size, (100).to_bytes(4, "little")))


def test_too_many_files_rows_and_too_long_cells_are_refused(monkeypatch):
    with pytest.raises(InvalidInput):
        read_package(package(**{f"f{number}": "a" for number in range(limits.MOST_FILES + 1)}))
    monkeypatch.setattr(csv_package, "MOST_ROWS", 2)
    rows = "".join(f"{one()},A\r\n" for _row in range(3))
    with pytest.raises(InvalidInput):
        read_package(package(organizations=f"id,name\r\n{rows}"))
    with pytest.raises(InvalidInput):
        read_package(package(organizations=f"id,name\r\n{one()},{'a' * (limits.MOST_CELL + 1)}\r\n"))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", package(), package(notes="a,b\r\n"), package(organizations=b"\xff\xfe\x00"), b"x" * 99],
    ids=["nothing", "two letters", "no file", "another file", "no text", "no archive"],
)
def test_what_is_no_package_is_refused(content):
    with pytest.raises(InvalidInput):
        read_package(content)


def test_numbers_are_numbers_again_and_text_is_text():
    row = f"id,name,description,year_incorporated,tax_id\r\n{one()},007,1e5,1990,12\r\n"
    (found,) = read_package(package(organizations=row))["organizations"].values()
    assert (found["name"], found["description"], found["year_incorporated"], found["tax_id"]) == (
        "007",
        "1e5",
        1990,
        "12",
    )
    assert json.dumps(found)
