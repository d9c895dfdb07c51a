"""What Casemgr is made of, as a CycloneDX 1.6 document on standard output: `python -m scripts.sbom > sbom.json`.

From uv.lock, the installed packages' metadata (licences) and the manifest of vendored front-end files. The same lock
gives the same bytes: there is no time in it, and its serial number is made from its content.
"""

from __future__ import annotations

import json
import sys
import tomllib
import uuid
from typing import Any

from scripts import licences, lock

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, lock.OURS)


def document() -> dict[str, Any]:
    """The whole document."""
    packages = lock.read()
    runs = lock.shipped(packages)
    others = [packages[name] for name in sorted(packages) if name != lock.OURS]
    parts = [_package(one, runs=one.name in runs) for one in others] + [_vendored(one) for one in licences.vendored()]
    body = {"metadata": {"component": _ours()}, "components": parts, "dependencies": _graph(packages, runs)}
    serial = uuid.uuid5(NAMESPACE, json.dumps(body, sort_keys=True))
    head = {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX"}
    return head | {"specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1} | body


def _ours() -> dict[str, Any]:
    about = tomllib.loads((lock.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "type": "application",
        "bom-ref": lock.OURS,
        "name": lock.OURS,
        "version": about["version"],
        "description": about["description"],
        "licenses": [{"license": {"id": about["license"]}}],
    }


def purl(name: str, version: str) -> str:
    """The package's address in the index of Python packages."""
    return f"pkg:pypi/{name}@{version}"


def _package(one: lock.Package, *, runs: bool) -> dict[str, Any]:
    files = sorted(one.files, key=lambda file: file.url)
    return {
        "type": "library",
        "bom-ref": purl(one.name, one.version),
        "name": one.name,
        "version": one.version,
        "purl": purl(one.name, one.version),
        "scope": "required" if runs else "excluded",
        **_licensed(licences.of_package(one.name)),
        "externalReferences": [
            {"type": "distribution", "url": f.url, "hashes": [{"alg": "SHA-256", "content": f.sha256}]} for f in files
        ],
    }


def _vendored(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"vendor/{one['file']}",
        "name": one["package"],
        "version": one["version"],
        "description": f"{one['file']}: {one['what']}",
        "purl": f"pkg:npm/{one['package']}@{one['version']}",
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": one["sha256"]}],
        **_licensed(one["licence"]),
    }


def _licensed(expression: str) -> dict[str, Any]:
    if not expression:
        return {}
    if " " in expression:
        return {"licenses": [{"expression": expression}]}
    return {"licenses": [{"license": {"id": expression}}]}


def _graph(packages: dict[str, lock.Package], runs: set[str]) -> list[dict[str, Any]]:
    refs = {name: purl(name, one.version) for name, one in packages.items()} | {lock.OURS: lock.OURS}
    rows = []
    for name in sorted(packages):
        asked = {one for extra in packages[name].needs.values() for one, _extras in extra}
        needed = {refs[one] for one in asked if one != name and (name not in runs | {lock.OURS} or one in runs)}
        if name == lock.OURS:
            needed |= {f"vendor/{one['file']}" for one in licences.vendored()}
        rows.append({"ref": refs[name], "dependsOn": sorted(needed)})
    return rows


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()
