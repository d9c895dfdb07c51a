"""Reads the tables of a release's package for the screen: what is shown is exactly what is downloaded."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from math import comb, prod
from typing import Any

from casemgr.errors import NotFound


@dataclass(frozen=True)
class Figure:
    """One cell of a table: what it is about, in words and codes, and its estimate with the 95 % interval, in people.

    `sigma` is the standard deviation of the noise in the estimate, in people. `noisy` is the count as drawn, for sums.
    """

    labels: list[str]
    value: int
    low: int
    high: int
    reliable: bool
    codes: tuple[str, ...] = ()
    sigma: float = 0.0
    noisy: int = 0


class Package:
    """The Data Package in a ZIP archive. Raises NotFound for a table that it doesn't hold."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self.descriptor: dict[str, Any] = json.loads(self._zip.read("datapackage.json"))

    @cached_property
    def tables(self) -> dict[str, dict[str, Any]]:
        """The published tables by name, without the codebook and synthetic rows."""
        return {r["name"]: r for r in self.descriptor["resources"] if r["name"] not in ("codebook", "synthetic")}

    @cached_property
    def synthetic(self) -> dict[str, Any] | None:
        """Facts of the synthetic rows (`rows`, `seed`, `distances` in people, `bytes`); none without such rows."""
        found = next((r for r in self.descriptor["resources"] if r["name"] == "synthetic"), None)
        if found is None:
            return None
        facts = found["synthetic"]
        return {"bytes": found["bytes"], "rows": facts["rows"], "seed": facts["seed"],
                "distances": facts["differenceFromTables"]}  # fmt: skip

    @cached_property
    def checksums(self) -> list[tuple[str, str]]:
        """Path and SHA-256 of each file."""
        lines = self.text("SHA256SUMS").splitlines()
        return [(path, digest) for digest, path in (line.split("  ", 1) for line in lines)]

    def text(self, path: str) -> str:
        """A file of the package as text."""
        return self._zip.read(path).decode()

    def read(self, path: str) -> bytes:
        """A file of the package. Raises NotFound if it isn't there."""
        try:
            return self._zip.read(path)
        except KeyError:
            raise NotFound() from None

    def titles(self, table: str) -> list[str]:
        """What each key column of a table asks; empty for the table of everybody."""
        return [field["title"] for field in self._keys(table)]

    def cells(self, table: str) -> int:
        """How many figures a table has, told from its lists alone."""
        sizes = {field["name"]: len(field["categories"]) for field in self._keys(table)}
        pairs = comb(sizes.pop("flag_1"), 2) if sizes.pop("flag_2", 0) else 1
        return pairs * prod(sizes.values())

    def figures(self, table: str) -> list[Figure]:
        """All cells of a table, in published order."""
        keys = [(f["name"], {c["value"]: c["label"] for c in f["categories"]}) for f in self._keys(table)]
        rows = csv.DictReader(io.StringIO(self.text(self.tables[table]["path"])))
        return [
            Figure(
                [labels[row[name]] for name, labels in keys],
                int(row["value"]),
                int(row["low"]),
                int(row["high"]),
                row["reliable"] == "true",
                tuple(row[name] for name, _labels in keys),
                float(row["sigma"]),
                int(row["noisy"]),
            )
            for row in rows
        ]

    def variables(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The codebook: each variable's name, question, and codes with their meaning; all flags together, last."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for row in csv.DictReader(io.StringIO(self.text("codebook.csv"))):
            found.setdefault((row["variable"], row["question"]), []).append((row["code"], row["meaning"]))
        return [(name, question, codes) for (name, question), codes in found.items()]

    def _keys(self, table: str) -> list[dict[str, Any]]:
        if table not in self.tables:
            raise NotFound()
        return [field for field in self.tables[table]["schema"]["fields"] if "categories" in field]
