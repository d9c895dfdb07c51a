"""Where a point of the earth lies on a picture: Web Mercator, fitted around the points that are shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

EARTH = 6_378_137.0  # metres, the radius that Web Mercator reckons with
HIGHEST = 85.0
LEAST_SPAN = 0.06  # degrees: a single place is shown with some six kilometres around it
MARGIN = 0.12  # of the span, on each side

Point = tuple[float, float]  # longitude, latitude


def northing(latitude: float) -> float:
    """Web Mercator's y in degrees of longitude at the equator."""
    bounded = max(-HIGHEST, min(HIGHEST, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))


def latitude_at(north: float) -> float:
    """The latitude whose northing this is."""
    return math.degrees(2 * math.atan(math.exp(math.radians(north))) - math.pi / 2)


def unwrapped(longitudes: Sequence[float]) -> list[float]:
    """The same longitudes side by side: where they lie around the 180th meridian, the western ones past 180."""
    ordered = sorted(set(longitudes))
    gaps = [(after - before, after) for before, after in pairwise(ordered)]
    around = 360 - (ordered[-1] - ordered[0])
    widest, start = max(gaps, default=(0.0, ordered[0]))
    if widest <= around:
        return list(longitudes)
    return [one if one >= start else one + 360 for one in longitudes]


@dataclass(frozen=True)
class Frame:
    """A picture of `width` by `height` units around a centre; `unit` is how many degrees of longitude one unit is."""

    width: int
    height: int
    east: float
    north: float
    unit: float

    def place(self, point: Point) -> Point:
        """Where it is drawn; y grows downwards."""
        longitude, latitude = point
        x = self.width / 2 + (longitude - self.east) / self.unit
        return x, self.height / 2 - (northing(latitude) - self.north) / self.unit

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is drawn, in degrees."""
        across, up = self.width / 2 * self.unit, self.height / 2 * self.unit
        south, north = latitude_at(self.north - up), latitude_at(self.north + up)
        return self.east - across, south, self.east + across, north

    @property
    def metres(self) -> float:
        """How many metres one unit is, at the centre."""
        return math.radians(self.unit) * EARTH * math.cos(math.radians(latitude_at(self.north)))


def fitted(points: Sequence[Point], width: int, height: int) -> Frame:
    """The frame that shows all these points, at least one, with a margin around them."""
    xs = unwrapped([longitude for longitude, _ in points])
    ys = [northing(latitude) for _, latitude in points]
    across = max(max(xs) - min(xs), LEAST_SPAN) * (1 + 2 * MARGIN)
    up = max(max(ys) - min(ys), LEAST_SPAN * height / width) * (1 + 2 * MARGIN)
    unit = max(across / width, up / height)
    return Frame(width, height, (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, unit)
