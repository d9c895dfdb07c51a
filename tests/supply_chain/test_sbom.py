"""The bill of materials: valid by CycloneDX's own schema, complete, and the same each time."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from casemgr.cli.surroundings import ROOT
from scripts import lock, sbom

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def document():
    return sbom.document()


@pytest.fixture(scope="module")
def validator():
    """CycloneDX 1.6, with the two schemas that it leans on."""
    folder = files("cyclonedx.schema") / "_res"

    def kept(address):
        return Resource.from_contents(json.loads((folder / address.rsplit("/", 1)[-1]).read_text()))

    whole = json.loads((folder / "bom-1.6.SNAPSHOT.schema.json").read_text())
    return Draft7Validator(whole, registry=Registry(retrieve=kept))


def test_it_is_valid(document, validator):
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_would_refuse_nonsense(document, validator):
    for change in ({"specVersion": 7}, {"serialNumber": "x"}, {"components": [{"name": "a"}]}):
        assert list(validator.iter_errors(document | change))


def test_every_locked_package_is_in_it_with_its_hashes(document):
    told = {one["name"]: one for one in document["components"] if one["bom-ref"].startswith("pkg:pypi/")}
    packages = lock.read()
    assert set(told) == set(packages) - {lock.OURS}
    for name, one in told.items():
        assert one["purl"] == f"pkg:pypi/{name}@{packages[name].version}"
        hashes = {h["content"] for file in one["externalReferences"] for h in file["hashes"]}
        assert hashes == {file.sha256 for file in packages[name].files}


def test_it_tells_what_runs_from_what_is_for_development(document):
    scope = {one["name"]: one["scope"] for one in document["components"]}
    assert {scope[name] for name in ("django", "psycopg-binary", "cryptography", "fido2", "htmx.org")} == {"required"}
    assert {scope[name] for name in ("pytest", "ruff", "mypy", "schemathesis")} == {"excluded"}


def test_every_part_has_its_licence_and_its_place(document):
    refs = {one["bom-ref"] for one in document["components"]} | {lock.OURS}
    assert len(refs) == len(document["components"]) + 1
    named = {one["ref"] for one in document["dependencies"]}
    assert refs - named == {ref for ref in refs if ref.startswith("vendor/")}
    assert {inner for one in document["dependencies"] for inner in one["dependsOn"]} <= refs
    runs = [one for one in document["components"] if one["scope"] == "required"]
    assert [one["name"] for one in runs if "licenses" not in one and one["name"] not in ("tzdata", "colorama")] == []
    assert sum(one["bom-ref"].startswith("vendor/") for one in runs) == 4


def test_it_is_the_same_each_time(document):
    made = [
        subprocess.run([sys.executable, "-m", "scripts.sbom"], cwd=ROOT, capture_output=True, check=True).stdout
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert json.loads(made[0]) == document
    assert str(ROOT).encode() not in made[0]
