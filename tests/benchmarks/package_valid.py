"""Lets frictionless, the standard's own checker, validate a package of made-up people.

    python -m tests.benchmarks.package_valid [--workload standard] [--synthetic]

frictionless lives in an environment of its own under the temporary folder (PyPI is needed once). Exit code 1 when it
finds anything. The official profile is checked by tests/exports/test_package.py.
"""

import argparse
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anonymized_exports.attacks import people, report
from anonymized_exports.pipeline import accounting, protect, run, schema
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.package import Signer

CHECKER = "frictionless==5.21.0"


def main() -> int:
    """Build, unpack, validate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", choices=schema.WORKLOADS, default="standard")
    parser.add_argument("--synthetic", action="store_true", help="with synthetic rows")
    asked = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "casemgr-frictionless"
    checker = folder / "bin" / "frictionless"
    if not checker.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", CHECKER], check=True)
    with tempfile.TemporaryDirectory() as at:
        zipfile.ZipFile(io.BytesIO(_package(asked.workload, asked.synthetic))).extractall(at)
        command = [checker, "validate", "datapackage.json", "--json"]
        told = json.loads(subprocess.run(command, cwd=at, capture_output=True, text=True).stdout)
    rows = sum(task["stats"].get("rows", 0) for task in told["tasks"])
    print(f"{CHECKER}: {told['stats']['errors']} errors, {told['stats']['warnings']} warnings in "
          f"{len(told['tasks'])} tables with {rows:,} rows")  # fmt: skip
    return 0 if told["valid"] else 1


def _package(name: str, synthetic: bool = False) -> bytes:
    workload, rho = schema.load(name), accounting.rho_for(2, 1e-6)
    exact = people.exact(workload, people.made_up(workload, 5000, 1))
    noisy, _sigmas = protect.protect(exact, workload, rho)
    stored = b"".join(noisy[table.name].astype("<i8").tobytes() for table in workload.tables)
    facts = ReleaseFacts("made-up", "Nobody", "Nobody", "Nobody", 5000, 5000, "2026-01-01",
                         "2026-01-01T00:00:00Z", 2.0, 1e-6, rho, 2.0, "", protect.BACKEND, "",
                         synthetic_seed=1 if synthetic else None)  # fmt: skip
    key = Ed25519PrivateKey.generate()
    signer = Signer(key.sign, key.public_key().public_bytes_raw())
    attacks = report.as_json([], workload, 2.0, 1e-6, "")
    return run.finish(stored, attacks, facts, workload, signer, lambda _stage: None)


if __name__ == "__main__":
    sys.exit(main())
