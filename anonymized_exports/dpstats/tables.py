"""Reads the tables of a package (CSV, see its datapackage.json)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

FIGURES = ("value", "low", "high", "sigma", "reliable", "noisy")


@dataclass(frozen=True)
class Row:
    """One cell: its codes by column, its estimate and σ in people."""

    codes: dict[str, str]
    value: float
    sigma: float
    reliable: bool

    @property
    def count(self) -> tuple[float, float]:
        """People and σ, as the tests take them."""
        return self.value, self.sigma


def read(lines: Iterable[str]) -> list[Row]:
    """All rows of a table: `read(open("data/gender.csv", encoding="utf-8", newline=""))`."""
    return [
        Row(
            {name: value for name, value in row.items() if name not in FIGURES},
            float(row["value"]),
            float(row["sigma"]),
            row["reliable"] == "true",
        )
        for row in csv.DictReader(lines)
    ]


def find(rows: Iterable[Row], **codes: str) -> Row:
    """The row with these codes. Raises KeyError if there is none."""
    for row in rows:
        if all(row.codes.get(name) == code for name, code in codes.items()):
            return row
    raise KeyError(codes)
