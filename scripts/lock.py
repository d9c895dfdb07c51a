"""uv.lock, read: which packages, in which version, with which files and hashes, needed by what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = "casemgr"


@dataclass(frozen=True)
class File:
    """One file that may be installed: its address and SHA-256 (empty: none is named)."""

    url: str
    sha256: str


@dataclass(frozen=True)
class Package:
    """A locked package. `needs` are the names of those that it asks for, by extra ("" without one)."""

    name: str
    version: str
    files: tuple[File, ...]
    needs: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(hash=False)


def read(path: Path = ROOT / "uv.lock") -> dict[str, Package]:
    """All locked packages but ours, by name. Errors: ValueError where a name stands twice."""
    found: dict[str, Package] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["package"]:
        if entry["name"] in found:
            raise ValueError(f"{entry['name']} is locked twice")
        found[entry["name"]] = _package(entry)
    return found


def _package(entry: dict[str, Any]) -> Package:
    files = [*([entry["sdist"]] if "sdist" in entry else []), *entry.get("wheels", [])]
    needs = {"": entry.get("dependencies", []), **entry.get("optional-dependencies", {})}
    return Package(
        entry["name"],
        entry["version"],
        tuple(File(one.get("url", ""), one.get("hash", "").removeprefix("sha256:")) for one in files),
        {extra: tuple((one["name"], tuple(one.get("extra", ()))) for one in asked) for extra, asked in needs.items()},
    )


def shipped(packages: dict[str, Package]) -> set[str]:
    """The names of those that run in production, on any platform; the rest is for development."""
    reached: set[tuple[str, str]] = set()
    ahead: list[tuple[str, str]] = [(OURS, "")]
    while ahead:
        here = ahead.pop()
        if here in reached:
            continue
        reached.add(here)
        ahead += _next(packages[here[0]].needs.get(here[1], ()))
    return {name for name, _extra in reached} - {OURS}


def _next(asked: Iterable[tuple[str, tuple[str, ...]]]) -> Iterable[tuple[str, str]]:
    for name, extras in asked:
        yield name, ""
        for extra in extras:
            yield name, extra
