"""The package: valid, signed, complete, the same bytes every time."""

import base64
import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anonymized_exports.attacks import report
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import accounting, protect, run
from anonymized_exports.pipeline.errors import NoiseRefused
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.package import Signer
from casemgr.encryption import signatures
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb

#: Frictionless Data Package 2.0 profile, public domain (Unlicense), from datapackage.org
PROFILE = json.loads((Path(__file__).parent / "datapackage-2.0.profile.json").read_bytes())
FACTS = ReleaseFacts(
    identifier="Ab_c-9", title='A "title": with marks', publisher="The pool", population="Everybody who agreed",
    at_least=1000, at_most=20_000, cutoff="2026-11-01", created="2026-11-22T10:00:00Z", epsilon=2.0, delta=1e-6,
    rho=RHO, lifetime_epsilon=2.0, conversion=accounting.CONVERSION, backend=protect.BACKEND, code_version="0.1.0",
)  # fmt: skip

ATTACKS = report.as_json([Finding("noise", "half | of it", 0.5, 1)], generated.basic(), 2.0, 1e-6, "0.1.0")


@pytest.fixture(scope="module")
def signer():
    key = Ed25519PrivateKey.generate()
    return Signer(key.sign, key.public_key().public_bytes_raw())


@pytest.fixture(scope="module")
def noisy():
    workload = generated.basic()
    vectors, _sigmas = protect.protect(generated.exact(workload, 3000), workload, RHO)
    return b"".join(vectors[table.name].astype("<i8").tobytes() for table in workload.tables)


@pytest.fixture(scope="module")
def package(noisy, signer):
    return run.finish(noisy, ATTACKS, FACTS, generated.basic(), signer, lambda _stage: None)


@pytest.fixture(scope="module")
def files(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def descriptor(files):
    return json.loads(files["datapackage.json"])


def rows(files, path):
    return list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))


def test_the_same_noise_gives_the_same_bytes(noisy, signer, package):
    assert run.finish(noisy, ATTACKS, FACTS, generated.basic(), signer, lambda _stage: None) == package


def test_it_is_a_data_package_2_0(descriptor):
    jsonschema.validate(descriptor, PROFILE)
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(set(names)) == len(names)


def test_each_resource_is_there_with_its_size_and_hash(files, descriptor):
    for resource in descriptor["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_each_row_keeps_to_its_schema(files, descriptor):
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        table = rows(files, resource["path"])
        assert list(table[0]) == [field["name"] for field in schema["fields"]]
        keys = [tuple(row[key] for key in schema.get("primaryKey", ())) for row in table]
        assert len(set(keys)) == len(table)
        for field in schema["fields"]:
            allowed = field.get("constraints", {}).get("enum")
            assert allowed is None or {row[field["name"]] for row in table} == set(allowed)


def test_every_cell_of_the_public_list_is_there_also_the_empty_ones(files):
    workload = generated.basic()
    for table in workload.tables:
        assert len(rows(files, f"data/{table.name}.csv")) == np.prod(workload.shape(table))


def test_figures_are_whole_and_in_order(files):
    for row in rows(files, "data/gender.csv"):
        assert 0 <= int(row["low"]) <= int(row["value"]) <= int(row["high"])
        assert float(row["sigma"]) > 0
        assert row["reliable"] in ("true", "false")
        int(row["noisy"])


def test_its_signature_verifies_and_covers_every_file(files):
    sums, signature = files["SHA256SUMS"], base64.b64decode(files["SHA256SUMS.sig"])
    key = base64.b64decode(files["signing-key.pub"])
    assert signatures.verifies(key, sums, signature)
    assert not signatures.verifies(key, sums + b" ", signature)
    listed = dict(line.split("  ")[::-1] for line in sums.decode().splitlines())
    unsigned = {"SHA256SUMS", "SHA256SUMS.sig", "signing-key.pub"}
    assert listed == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items() if path not in unsigned
    }


def test_the_codebook_explains_every_code(files):
    workload = generated.basic()
    explained = {(row["variable"], row["code"]) for row in rows(files, "codebook.csv") if row["meaning"]}
    assert {(v.name, c.code) for v in workload.variables for c in v.codes} <= explained
    assert {("flag", flag.name) for flag in workload.flags} <= explained


def test_the_method_note_says_what_was_spent_and_where_protection_ends(files):
    note = files["METHOD.md"].decode()
    assert "Statistics without names; a small risk remains." in note
    assert generated.basic().digest in note
    assert "| ε of this release | 2 |" in note
    assert "{" not in note


def test_the_catalogue_entry_lists_every_table(files):
    entry = json.loads(files["dcat.jsonld"])
    listed = {distribution["dct:title"] for distribution in entry["dcat:distribution"]}
    assert listed == {path for path in files if path.endswith(".csv")}


def test_it_says_how_the_program_was_attacked(files):
    assert json.loads(files["ATTACKS.json"])["findings"][0]["passed"] is True
    assert "| noise | half \\| of it | 0.5 | at most 1 | held |" in files["ATTACKS.md"].decode()


def test_each_tables_noise_is_told_as_drawn(descriptor):
    told = descriptor["privacy"]["sigmaOfNoisyCounts"]
    assert told == {n: round(s, 4) for n, s in accounting.sigmas_for(generated.basic(), RHO).items()}


def test_vectors_of_another_noise_source_are_not_packaged(noisy, signer):
    with pytest.raises(NoiseRefused, match="other_noise_backend"):
        run.finish(noisy, ATTACKS, replace(FACTS, backend="older"), generated.basic(), signer, lambda _stage: None)


def test_nothing_in_it_tells_the_clock_of_the_machine(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
