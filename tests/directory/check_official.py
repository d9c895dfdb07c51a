"""What tests/directory/official.py runs; no part of the suite (its name keeps pytest from collecting it)."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from referrals import actions
from referrals.directory.hsds.csv_package import read_package, write_package
from referrals.directory.hsds.flat import Tables
from referrals.directory.hsds.reading import read_json
from tests.conftest import as_user
from tests.directory.conftest import a_hidden_place, a_service, an_organization
from tests.directory.test_hsds_files import flat

FOLDER = Path(os.environ["CASEMGR_HSDS_FOLDER"])
EXAMPLES = FOLDER / "examples"
SCHEMAS = {path.name: json.loads(path.read_text()) for path in (FOLDER / "schema").glob("*.json")}
REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema, default_specification=DRAFT202012)) for name, schema in SCHEMAS.items()
)
ITEMS = {
    "organizations": "organization.json",
    "services": "service.json",
    "service_at_locations": "service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
WHOLE = ("organization_full.json", "organization_list.json", "taxonomy.json", "taxonomy_list.json")
WHOLE += ("taxonomy_term.json", "taxonomy_term_list.json", "location.json", "service_full.json", "service_list.json")
WHOLE += ("service_at_location_full.json", "service_at_location_list.json", "tabular.json")


def errors(schema, item):
    checker = Draft202012Validator(
        SCHEMAS[schema], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:120]}" for error in checker.iter_errors(item)]


def take(tables, by):
    with as_user(by):
        return actions.import_directory(tables, dry_run=False, by=by)


def given_as_flat(name):
    """The example's own rows, by our reader of nested JSON with everything flattened."""
    document = json.loads((EXAMPLES / name).read_text())
    if "organizations.csv" in document:
        return None
    tables = Tables(everything=True)
    items = document.get("contents", [document])
    for one in items:
        tables.add(table_of(name), one)
    return dict(tables)


def table_of(name):
    stem = name.removesuffix(".json").removesuffix("_full").removesuffix("_list")
    return {"taxonomy": "taxonomies"}.get(stem, f"{stem}s")


@pytest.mark.parametrize("name", WHOLE)
def test_every_example_is_imported(name, keeper):
    text = (EXAMPLES / name).read_text()
    try:
        done = take(read_json(text), keeper)
    except actions.FileRefused as refused:
        pytest.fail(str([(one.table, one.row, one.name, str(one.message)) for one in refused.problems]))
    left_out = [(one.table, one.row, one.name, str(one.message)) for one in done.notes]
    print(f"\n{name}: {done.rows} notes {left_out}")


@pytest.mark.parametrize("name", ["organization_full.json", "service_full.json", "service_at_location_full.json"])
def test_a_nested_example_comes_out_as_it_went_in(name, keeper):
    take(read_json((EXAMPLES / name).read_text()), keeper)
    with as_user(keeper):
        made = flat(actions.export_directory(by=keeper))
    given = given_as_flat(name)
    lost = {
        (table, one, key): (value, made.get(table, {}).get(one, {}).get(key))
        for table, rows in given.items()
        for one, row in rows.items()
        for key, value in row.items()
        if made.get(table, {}).get(one, {}).get(key) != value
    }
    assert lost == {}


def package(folder):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.writestr(path.name, path.read_bytes())
    return made.getvalue()


def test_the_csv_example_comes_out_as_it_went_in(keeper):
    """All of it but what belongs to nothing in the example: its metadata row, its table of tables, two loose links."""
    given = read_rows(package(EXAMPLES / "csv"))
    done = take(read_package(package(EXAMPLES / "csv")), keeper)
    left_out = {(one.table, one.row - 1) for one in done.notes if one.table in ("metadata", "attributes")}
    with as_user(keeper):
        made = read_rows(write_package(actions.export_directory(by=keeper)))
    lost = {
        (table, row["id"], key): (value, made.get(table, {}).get(row["id"], {}).get(key))
        for table, rows in given.items()
        for number, row in enumerate(rows.values())
        if (table, number) not in left_out
        for key, value in row.items()
        if made.get(table, {}).get(row["id"], {}).get(key) != value
    }
    print(f"\nleft out: {sorted(left_out)}; differing: {lost}")
    assert lost == {}


def read_rows(content):
    from referrals.directory.hsds.csv_package import TABLE_OF_FILE, _parts, _rows

    assert TABLE_OF_FILE
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {table: {r["id"]: r for r in _rows(archive, part)} for table, part in _parts(archive).items()}


def test_every_item_of_the_api_fits_the_official_schema(sender, keeper):
    for name in (
        "organization_full.json",
        "service_full.json",
        "service_at_location_list.json",
        "taxonomy_term_list.json",
    ):
        take(read_json((EXAMPLES / name).read_text()), keeper)
    outside = an_organization(keeper)
    a_service(keeper, outside, [a_hidden_place(keeper, outside)])
    wrong, checked = [], 0
    for name, schema in ITEMS.items():
        page = sender.get(f"directory/{name}?per_page=100").json()
        for item in page["contents"]:
            one = sender.get(f"directory/{name}/{item['id']}")
            assert one.status_code == 200, (name, item["id"])
            for told in (item, one.json()):
                checked += 1
                wrong += [f"{name}: {error}" for error in errors(schema, told)]
    print(f"\n{checked} items checked")
    assert checked > 50 and wrong == []
