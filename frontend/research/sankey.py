"""Flows between two columns as ribbons: the light one is the estimate, the dark one inside the interval's lower end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, BESIDE, THICK = 680, 170, 12  # the picture, the room for names on each side, a node
PEOPLE_HEIGHT, LABEL, GAP = 340, 15, 5
MIDDLE = 0.5


@dataclass(frozen=True)
class Flow:
    """People of `source` in `target`: the estimate and its interval."""

    source: str
    target: str
    value: int
    low: int
    high: int


@dataclass(frozen=True)
class Node:
    """One end: where it stands and how many people of the flows drawn begin or end there."""

    code: str
    y: float
    height: float
    value: int

    @property
    def middle(self) -> float:
        """Where its name is written."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True)
class Ribbon:
    """A flow with the outlines of its estimate and of what is sure."""

    flow: Flow
    path: str
    sure: str


@dataclass(frozen=True)
class Sankey:
    """The whole picture. `start` and `end` are the x of the two columns of nodes."""

    sources: list[Node]
    targets: list[Node]
    ribbons: list[Ribbon]
    height: float
    start: int
    end: int
    width: int = WIDTH
    thick: int = THICK


def sankey(flows: Sequence[Flow], *, mirrored: bool = False) -> Sankey | None:
    """The picture of these flows, sources on the left (on the right when `mirrored`); None without any."""
    drawn = [flow for flow in flows if flow.value > 0]
    if not drawn:
        return None
    unit = PEOPLE_HEIGHT / sum(flow.value for flow in drawn)
    sources = _column([(flow.source, flow.value) for flow in drawn], unit)
    targets = _column([(flow.target, flow.value) for flow in drawn], unit)
    start, end = (WIDTH - BESIDE - THICK, BESIDE) if mirrored else (BESIDE, WIDTH - BESIDE - THICK)
    height = max(column[-1].y + max(column[-1].height, LABEL) for column in (sources, targets)) + GAP
    return Sankey(sources, targets, _ribbons(drawn, sources, targets, unit, start, end), round(height, 1), start, end)


def _column(ends: list[tuple[str, int]], unit: float) -> list[Node]:
    """Nodes from the largest down, each with room for its name."""
    totals: dict[str, int] = {}
    for code, value in ends:
        totals[code] = totals.get(code, 0) + value
    nodes, y = [], float(GAP)
    for code, value in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
        height = value * unit
        room = max(height, LABEL)
        nodes.append(Node(code, round(y + (room - height) / 2, 1), round(height, 1), value))
        y += room + GAP
    return nodes


def _ribbons(
    flows: list[Flow], sources: list[Node], targets: list[Node], unit: float, start: int, end: int
) -> list[Ribbon]:
    """In the order of the nodes they lead to, so that as few as can be cross."""
    left, right = {n.code: n.y for n in sources}, {n.code: n.y for n in targets}
    leaving = _offsets(sorted(flows, key=lambda f: (left[f.source], right[f.target])), "source", left, unit)
    arriving = _offsets(sorted(flows, key=lambda f: (right[f.target], left[f.source])), "target", right, unit)
    inner, outer = (start + THICK, end) if start < end else (start, end + THICK)
    made = []
    for flow in flows:
        at, to, thick = leaving[flow], arriving[flow], flow.value * unit
        sure = min(flow.low, flow.value) * unit
        less = (thick - sure) / 2
        path = _band(inner, at, outer, to, thick)
        made.append(Ribbon(flow, path, _band(inner, at + less, outer, to + less, sure) if sure > 0 else ""))
    return made


def _offsets(ordered: list[Flow], side: str, tops: dict[str, float], unit: float) -> dict[Flow, float]:
    found = {}
    for code, group in groupby(ordered, key=lambda flow: getattr(flow, side)):
        y = tops[code]
        for flow in group:
            found[flow] = y
            y += flow.value * unit
    return found


def _band(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    """The area between two curves from one column to the other, in tenths of a unit."""
    m = x0 + (x1 - x0) * MIDDLE
    a, b, c, d = (round(y, 1) for y in (y0, y1, y1 + thick, y0 + thick))
    return f"M{x0} {a}C{m} {a} {m} {b} {x1} {b}L{x1} {c}C{m} {c} {m} {d} {x0} {d}Z"
