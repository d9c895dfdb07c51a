"""Figures over the years: a line with a mark a year, inside the band of its intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 260, 56, 16, 12, 26
MARKS = ("circle", "square", "triangle", "diamond")
TICKS = 4


@dataclass(frozen=True)
class Point:
    """A year's estimate and interval, in people."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One series: the corners of its line and band, and its marks (`kind` tells series apart without colour)."""

    name: str
    kind: str
    line: str
    band: str
    marks: list[tuple[float, float]]


@dataclass(frozen=True)
class Tick:
    """A line across (or a year below) and its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """The picture."""

    lines: list[Line]
    across: list[Tick]
    years: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - 6


def chart(series: Sequence[tuple[str, Sequence[Point]]]) -> Chart | None:
    """Up to four series on one scale that begins at 0; None where there is no year or nobody."""
    points = [point for _name, line in series for point in line]
    most = max((point.high for point in points), default=0)
    if most <= 0:
        return None
    years = sorted({point.year for point in points})
    step = tick_step(most)
    top = step * math.ceil(most / step)

    def x(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - years[0]) / max(1, years[-1] - years[0]), 1)

    def y(people: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * people / top, 1)

    lines = []
    for kind, (name, line) in zip(MARKS, series, strict=False):
        edge = [(x(p.year), y(p.high)) for p in line] + [(x(p.year), y(p.low)) for p in reversed(line)]
        marks = [(x(p.year), y(p.value)) for p in line]
        lines.append(Line(name, kind, _corners(marks), _corners(edge), marks))
    across = [Tick(y(step * i), f"{round(step * i)}") for i in range(round(top / step) + 1)]
    return Chart(lines, across, [Tick(x(year), str(year)) for year in years])


def tick_step(most: float) -> float:
    """1, 2 or 5 times a power of ten, so that about four fit below `most`."""
    power = 10 ** math.floor(math.log10(max(1.0, most / TICKS)))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * TICKS >= most)


def _corners(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
