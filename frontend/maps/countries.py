"""Countries as shapes on a map of the whole world, of Natural Earth (see NOTICE). The borders take no position."""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from .outline import clipped, unpacked
from .projection import Point

FILE = Path(__file__).with_name("countries.json")
SCALE = 10
WIDTH, HEIGHT = 800, 350
BOX = (-180.0, -56.0, 180.0, 84.0)
LEFT_OUT = ("ATA",)  # nobody lives there, and it would take a fifth of the picture
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF = 2.7066  # half of the equator in the projection's own units


def equal_earth(point: Point) -> Point:
    """Where a longitude and latitude lie (Šavrič, Patterson, Jenny, "The Equal Earth map projection", 2018).

    Equal areas: a large country shall not look larger than it is. x in ±2.7066, y in ±1.3173, northwards.
    """
    longitude, latitude = math.radians(point[0]), math.radians(point[1])
    t = math.asin(math.sqrt(3) / 2 * math.sin(latitude))
    t2, t6 = t * t, t**6
    slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    return longitude * math.cos(t) * 2 / (math.sqrt(3) * slope), t * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


def place(point: Point) -> tuple[int, int]:
    """Where a point is drawn, in whole units; y grows downwards."""
    x, y = equal_earth(point)
    top = equal_earth((0, BOX[3]))[1]
    unit = WIDTH / (2 * _HALF)
    return round((x + _HALF) * unit), round((top - y) * unit)


@cache
def shapes() -> dict[str, str]:
    """One SVG path a country, by ISO 3166-1 alpha-3 code; "" holds land without one."""
    packed: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: "".join(_path(ring) for ring in rings) for code, rings in packed["shapes"].items() if code not in LEFT_OUT
    }


def _path(ring: list[int]) -> str:
    """A ring as a path in whole units; what lies past the 180th meridian is drawn on the other side."""
    points = unpacked(ring, SCALE)
    turned = ([(x + turn, y) for x, y in points] for turn in (-360, 0, 360))
    return "".join(_outline(clipped(part, BOX)) for part in turned)


def _outline(ring: list[Point]) -> str:
    """Each point as its difference to the one before; nothing for less than an area."""
    drawn: list[tuple[int, int]] = []
    for point in ring:
        here = place(point)
        if not drawn or drawn[-1] != here:
            drawn.append(here)
    if len(drawn) < 3:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(drawn)]
    return f"M{drawn[0][0]} {drawn[0][1]}l" + " ".join(steps) + "z"
