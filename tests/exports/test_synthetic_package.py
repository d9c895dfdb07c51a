"""Synthetic rows in the package: marked, described, measured, in the public part; off, the package is what it was."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import jsonschema
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anonymized_exports.attacks import people, report, synthetic_rows
from anonymized_exports.pipeline import run, schema
from anonymized_exports.pipeline.package import Signer
from anonymized_exports.pipeline.public_part import public_part
from frontend.packages import Package
from tests.exports import packages
from tests.exports.generated import RHO
from tests.exports.test_package import PROFILE

pytestmark = pytest.mark.nodb

KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
SIGNER = Signer(KEY.sign, KEY.public_key().public_bytes_raw())
CHANGED = {"codebook.csv", "datapackage.json", "dcat.jsonld", "METHOD.md", "SHA256SUMS", "SHA256SUMS.sig"}


def built(seed):
    workload = schema.load("standard")
    attacks = report.as_json([], workload, packages.EPSILON, packages.DELTA, "0.1.0")
    facts = packages.facts(synthetic_seed=seed)
    return run.finish(packages.noisy(workload, 5000, 1), attacks, facts, workload, SIGNER, lambda _stage: None)


def files(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def package():
    return built(11)


@pytest.fixture(scope="module")
def resource(package):
    descriptor = json.loads(files(package)["datapackage.json"])
    jsonschema.validate(descriptor, PROFILE)
    return next(one for one in descriptor["resources"] if one["name"] == "synthetic")


def test_off_nothing_of_it_is_in_the_package(package):
    off, on = files(built(None)), files(package)
    assert set(on) - set(off) == {"synthetic.csv"}
    assert {name for name in off if off[name] != on[name]} == CHANGED
    assert not [name for name in off if name != "ATTACKS.json" and name != "ATTACKS.md" and b"ynthetic" in off[name]]
    assert Package(built(None)).synthetic is None


def test_the_same_seed_gives_the_same_bytes(package):
    assert built(11) == package
    assert files(built(12))["synthetic.csv"] != files(package)["synthetic.csv"]


def test_its_rows_keep_to_their_fields(package, resource):
    rows = list(csv.DictReader(io.StringIO(files(package)["synthetic.csv"].decode(), newline="")))
    assert len(rows) == resource["synthetic"]["rows"]
    assert list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
    for field in resource["schema"]["fields"]:
        assert {row[field["name"]] for row in rows} <= {"", *field["constraints"]["enum"]}
        assert field["constraints"]["enum"] == [code["value"] for code in field["categories"]]


def test_it_says_that_no_row_is_a_person_and_how_far_off_they_are(package, resource):
    assert "no row is a person" in resource["title"]
    told = resource["synthetic"]
    assert told["seed"] == 11
    note = files(package)["METHOD.md"].decode()
    assert "**No row is a person.**" in note
    assert "{" not in note
    for one in told["differenceFromTables"]:
        assert f"| {one['cells']:,} | {one['largestAbsolute']:,} | {one['meanAbsolute']:.2f} |" in note
    assert b"nobody" in files(package)["codebook.csv"]


def test_the_public_part_has_them_and_pages_show_them_as_no_table(package):
    part = public_part(package, SIGNER)
    assert files(part)["synthetic.csv"] == files(package)["synthetic.csv"]
    assert "synthetic" not in Package(package).tables
    assert Package(part).synthetic["rows"] == Package(package).synthetic["rows"] > 0


@pytest.mark.parametrize("name", ["basic", "standard", "services", "referrals"])
def test_no_attack_on_rows_succeeds_and_the_mutants_are_caught(name):
    findings = synthetic_rows.attack(schema.load(name), RHO, 1000, 20)
    assert [finding for finding in findings if not finding.passed] == []
    assert {finding.attack for finding in findings} == synthetic_rows.NAMES
    assert sum(finding.mutant for finding in findings) == 2


def test_rows_of_real_people_would_be_seen(monkeypatch):
    """Rows that are a copy of those counted fail every attack."""
    workload, honest = schema.load("basic"), synthetic_rows.synthesize

    def copied(estimates, workload, seed):
        made = honest(estimates, workload, seed)
        who = people.made_up(workload, 2000, seed).of(slice(1000))
        return replace(made, answers=synthetic_rows._answers(made, who))

    monkeypatch.setattr(synthetic_rows, "synthesize", copied)
    findings = synthetic_rows.attack(workload, RHO, 1000, 20)
    seen = {finding.attack for finding in findings if not finding.passed}
    assert {"synthetic rows: presence", "synthetic rows: attribute inference", "synthetic rows: planted people"} <= seen
    assert np.isfinite([finding.measured for finding in findings]).all()


def test_the_report_of_attacks_says_that_rows_were_attacked():
    workload = schema.load("basic")
    findings = synthetic_rows.attack(workload, RHO, 200, 20)
    with_rows, without = (json.loads(report.as_json(f, workload, 2, 1e-6, "0")) for f in (findings, []))
    assert with_rows["elsewhere"][report.SINGLING_OUT] == report.WITH_ROWS
    assert without["elsewhere"] == report.ELSEWHERE
