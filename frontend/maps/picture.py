"""A map as a picture: outline, lines of latitude and longitude, a scale, marks with the numbers of a list."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .clusters import Mark, merged
from .outline import outline
from .projection import Frame, Point, fitted

WIDTH, HEIGHT = 400, 300
STEPS = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
MOST_MARKS = 200
EDGE = 18  # units from the side within which a label would be cut


@dataclass(frozen=True)
class Line:
    """A line of latitude or longitude: where it is drawn, and what it is called."""

    at: float
    label: str


@dataclass(frozen=True)
class Picture:
    """What the template draws. `scale` is the length of the bar in units, `scale_label` in metres or kilometres."""

    marks: Sequence[Mark]
    land: Sequence[str]
    borders: Sequence[str]
    meridians: Sequence[Line]
    parallels: Sequence[Line]
    scale: float
    scale_label: str
    width: int = WIDTH
    height: int = HEIGHT


def picture(places: Mapping[int, Sequence[Point]]) -> Picture | None:
    """The map of these entries (number in the list: its places); None where no place can be shown.

    Its edges follow from the places that are given, and from nothing else.
    """
    points = [(number, point) for number, found in sorted(places.items()) for point in found][:MOST_MARKS]
    if not points:
        return None
    frame = fitted([point for _number, point in points], WIDTH, HEIGHT)
    land, borders = outline(frame)
    length, label = _scale(frame)
    return Picture(
        marks=merged([_mark(frame, number, point) for number, point in points]),
        land=land,
        borders=borders,
        meridians=_meridians(frame),
        parallels=_parallels(frame),
        scale=length,
        scale_label=label,
    )


def _mark(frame: Frame, number: int, point: Point) -> Mark:
    x, y = frame.place(point)
    if x < 0:  # past the 180th meridian
        x, y = frame.place((point[0] + 360, point[1]))
    return Mark(round(x, 1), round(y, 1), (number,))


def _scale(frame: Frame) -> tuple[float, str]:
    """The longest of 1, 2 or 5 times a power of ten that takes at most a quarter of the width."""
    most = frame.metres * frame.width / 4
    power = 10 ** math.floor(math.log10(most))
    metres = max(power * factor for factor in (1, 2, 5) if power * factor <= most)
    label = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return round(metres / frame.metres, 1), label


def _step(span: float) -> float:
    """The widest step with at least two lines in the span."""
    return next((step for step in STEPS if span / step >= 2), STEPS[-1])


def _meridians(frame: Frame) -> list[Line]:
    west, _south, east, _north = frame.bounds
    found = []
    for longitude in _multiples(west, east, _step(east - west)):
        here = (longitude + 180) % 360 - 180
        label = f"{abs(here):g}°" + ("" if here in (0, -180) else "E" if here > 0 else "W")
        at = round(frame.place((longitude, 0))[0], 1)
        found.append(Line(at, label if EDGE <= at <= frame.width - EDGE else ""))
    return found


def _parallels(frame: Frame) -> list[Line]:
    _west, south, _east, north = frame.bounds
    found = []
    for latitude in _multiples(south, north, _step(north - south)):
        label = f"{abs(latitude):g}°" + ("N" if latitude > 0 else "S" if latitude < 0 else "")
        at = round(frame.place((0, latitude))[1], 1)
        found.append(Line(at, label if EDGE <= at <= frame.height - EDGE else ""))
    return found


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [round(number * step, 2) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
