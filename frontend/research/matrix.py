"""Pairs as a triangle of cells: marks up where two things are found together more than by chance, down where less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anonymized_exports.dpstats import Pair

from .cells import FINDING

CELL, BESIDE, TOP = 20, 390, 24


@dataclass(frozen=True)
class Cell:
    """A pair's place and what is known: `more`, `less`, `open` (no finding) or `defined` (one is part of the other)."""

    x: int
    y: int
    kind: str
    one: str
    other: str


@dataclass(frozen=True)
class Label:
    """A row's name with its number, which stands above its column too."""

    number: int
    name: str
    y: int
    x: int


@dataclass(frozen=True)
class Matrix:
    """The picture."""

    cells: list[Cell]
    labels: list[Label]
    width: int
    height: int
    cell: int = CELL
    beside: int = BESIDE


def matrix(names: Sequence[tuple[str, str]], pairs: Mapping[frozenset[str], Pair]) -> Matrix:
    """The triangle of these flags (code, name). A pair that wasn't tested is `defined`."""
    codes = [code for code, _name in names]
    cells = [
        Cell(BESIDE + CELL * j, TOP + CELL * i, kind(pairs.get(frozenset((one, other)))), one, other)
        for i, one in enumerate(codes)
        for j, other in enumerate(codes[:i])
    ]
    labels = [
        Label(i + 1, name, TOP + CELL * i + 15, BESIDE + CELL * i + CELL // 2) for i, (_code, name) in enumerate(names)
    ]
    side = CELL * len(codes)
    return Matrix(cells, labels, BESIDE + side, TOP + side)


def kind(pair: Pair | None) -> str:
    """What a pair's test says."""
    if pair is None:
        return "defined"
    if pair.q > FINDING:
        return "open"
    return "more" if pair.z > 0 else "less"
