"""Countries shaded by estimate. What isn't clear of the noise is hatched, so that it can't be taken for a figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from frontend.maps.countries import HEIGHT, WIDTH, shapes
from frontend.packages import Figure

CLASSES = 4


@dataclass(frozen=True)
class Shape:
    """A country: its path, and its class from 1 (fewest) to 4; 0 for one that isn't clear of the noise."""

    code: str
    path: str
    shade: int


@dataclass(frozen=True)
class Shade:
    """A class of the legend: from this many people up to below that many (None: without end)."""

    shade: int
    least: int
    below: int | None


@dataclass(frozen=True)
class Choropleth:
    """The picture. `off_map` are codes with a clear figure but too small a country to be drawn."""

    land: str
    shaded: list[Shape]
    uncertain: str
    legend: list[Shade]
    off_map: list[str]
    width: int = WIDTH
    height: int = HEIGHT


def choropleth(figures: Mapping[str, Figure], found: Collection[str]) -> Choropleth:
    """The world map of figures by country code; `found` are those clear of the noise. Others are plain land."""
    clear = {code: figure.value for code, figure in figures.items() if code in found}
    bounds = limits(max(clear.values(), default=0))
    drawn = shapes()
    return Choropleth(
        land="".join(path for code, path in drawn.items() if code not in figures),
        shaded=[Shape(code, drawn[code], shade_of(value, bounds)) for code, value in clear.items() if code in drawn],
        uncertain="".join(path for code, path in drawn.items() if code in figures and code not in clear),
        legend=_legend(bounds) if clear else [],
        off_map=[code for code in clear if code not in drawn],
    )


def limits(most: int) -> list[int]:
    """Three round numbers that part figures up to `most` into four classes, each about five times the one before."""
    ladder = [step * 10**power for power in range(9) for step in (1, 2, 5)]
    third = max((step for step in ladder if step <= most / 2), default=1)
    place = ladder.index(third)
    return sorted({ladder[max(0, place - back)] for back in (4, 2, 0)})


def shade_of(value: int, bounds: list[int]) -> int:
    """The class of a figure: 1 below the first limit."""
    return 1 + sum(value >= bound for bound in bounds)


def _legend(bounds: list[int]) -> list[Shade]:
    edges: list[int | None] = [0, *bounds, None]
    return [Shade(i + 1, edges[i] or 0, edges[i + 1]) for i in range(len(edges) - 1)]
