"""Land and borders for orientation, of Natural Earth (see NOTICE), cut to what a map shows."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from .projection import Frame, Point

FILE = Path(__file__).with_name("world.json")
SCALE = 100
COARSE = 4.0  # degrees across: on a smaller map lines that are kilometres off would mislead
Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def _world() -> dict[str, list[list[Point]]]:
    """Rings of land and lines of borders, in degrees."""
    packed: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    land = [_closed(unpacked(ring)) for ring in packed["land"]]
    return {"land": land, "borders": [unpacked(line) for line in packed["borders"]]}


def unpacked(line: list[int], scale: int = SCALE) -> list[Point]:
    """The points of a line, those past the 180th meridian where they would be if it went on there."""
    xs, ys = accumulate(line[::2]), accumulate(line[1::2])
    found: list[Point] = []
    turn = 0
    for x, y in zip(xs, ys, strict=True):
        if found:
            turn -= 360 * round((x / scale + turn - found[-1][0]) / 360)
        found.append((x / scale + turn, y / scale))
    return found


def _closed(ring: list[Point]) -> list[Point]:
    """The same ring; the one around the pole is closed along it."""
    (first, _), (last, _) = ring[0], ring[-1]
    return ring if abs(first - last) < 180 else [*ring, (last, -90.0), (first, -90.0)]


def outline(frame: Frame) -> tuple[list[str], list[str]]:
    """Paths (SVG) of land and of borders inside the frame; nothing on a map of a small area."""
    west, _south, east, _north = frame.bounds
    if east - west < COARSE:
        return [], []
    land: list[str] = []
    borders: list[str] = []
    for turn in (-360, 0, 360):
        for ring in _world()["land"]:
            land += _path(clipped([(x + turn, y) for x, y in ring], frame.bounds), frame, closed=True)
        for line in _world()["borders"]:
            for part in _inside([(x + turn, y) for x, y in line], frame.bounds):
                borders += _path(part, frame, closed=False)
    return land, borders


def _path(points: list[Point], frame: Frame, *, closed: bool) -> list[str]:
    """One path, its points rounded to whole units and the same ones left out; none for less than a line."""
    drawn: list[tuple[int, int]] = []
    for point in points:
        x, y = frame.place(point)
        if not drawn or drawn[-1] != (round(x), round(y)):
            drawn.append((round(x), round(y)))
    if len(drawn) < (3 if closed else 2):
        return []
    return ["M" + "L".join(f"{x} {y}" for x, y in drawn) + ("Z" if closed else "")]


def clipped(ring: list[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman, 1974)."""
    west, south, east, north = box
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        if not ring:
            return []
        kept: list[Point] = []
        for before, after in pairwise([ring[-1], *ring]):
            a, b = sign * (before[axis] - limit), sign * (after[axis] - limit)
            if (a < 0) != (b < 0):
                share = a / (a - b)
                kept.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])))
            if b >= 0:
                kept.append(after)
        ring = kept
    return ring


def _inside(line: list[Point], box: Box) -> list[list[Point]]:
    """The stretches of a line near the box: the picture's edge cuts the rest."""
    west, south, east, north = box
    parts: list[list[Point]] = [[]]
    for before, after in pairwise(line):
        across = max(before[0], after[0]) >= west and min(before[0], after[0]) <= east
        if across and max(before[1], after[1]) >= south and min(before[1], after[1]) <= north:
            parts[-1] += [after] if parts[-1] else [before, after]
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]
