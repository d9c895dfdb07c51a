"""A table as a network: each number flows along an edge, and each sum is a node through which as much comes as goes.

What somebody can work out of a withheld number from the published ones is how far it could be changed with others that
are withheld, so that every sum stays. That is a largest flow in the network of the withheld edges (Gusfield, "A graph
theoretic approach to statistical data security", SIAM J. Comput. 17, 1988).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Node = Any
Step = tuple[int, bool]  # an edge, and whether it is walked forward


@dataclass(frozen=True)
class Edge:
    """A number (over 0) of a table, between the sums that it stands in."""

    tail: Node
    head: Node
    value: int


@dataclass(frozen=True)
class Network:
    """Edges with the nodes they touch. A withheld number is known to be 1 at least: who isn't there has no row."""

    edges: Sequence[Edge]

    def room_above(self, edge: int, hidden: Collection[int], enough: int) -> int:
        """By how much the number could be larger, up to `enough`."""
        one = self.edges[edge]
        return self._flow(one.head, one.tail, edge, hidden, enough)

    def room_below(self, edge: int, hidden: Collection[int], enough: int) -> int:
        """By how much it could be smaller, up to `enough`."""
        one = self.edges[edge]
        return self._flow(one.tail, one.head, edge, hidden, min(enough, one.value - 1))

    def cheapest(self, edge: int, hidden: Collection[int], kept: Collection[int]) -> set[int]:
        """What to withhold besides, so that the number can be larger: a closed way of least people; empty if none."""
        one = self.edges[edge]
        steps = self._least(one.head, one.tail, {edge, *kept}, hidden)
        return {step for step, _forward in steps} - set(hidden)

    def _around(self, among: Collection[int]) -> Mapping[Node, list[tuple[Node, Step]]]:
        found: dict[Node, list[tuple[Node, Step]]] = {}
        for number in among:
            edge = self.edges[number]
            found.setdefault(edge.tail, []).append((edge.head, (number, True)))
            found.setdefault(edge.head, []).append((edge.tail, (number, False)))
        return found

    def _flow(self, source: Node, sink: Node, without: int, hidden: Collection[int], enough: int) -> int:
        around = self._around([number for number in hidden if number != without])
        moved: dict[int, int] = {}
        found = 0
        while found < enough and (way := self._way(source, sink, around, moved)):
            most = min([enough - found, *(self._left(step, moved) for step in way)])
            for number, forward in way:
                moved[number] = moved.get(number, 0) + (most if forward else -most)
            found += most
        return found

    def _left(self, step: Step, moved: Mapping[int, int]) -> int:
        number, forward = step
        return 1 << 40 if forward else self.edges[number].value + moved.get(number, 0) - 1

    def _way(self, source: Node, sink: Node, around: Mapping[Node, Any], moved: Mapping[int, int]) -> list[Step]:
        came: dict[Node, tuple[Node, Step] | None] = {source: None}
        queue = deque([source])
        while queue and sink not in came:
            here = queue.popleft()
            for there, step in around.get(here, ()):
                if there not in came and self._left(step, moved) > 0:
                    came[there] = (here, step)
                    queue.append(there)
        return list(_back(sink, came)) if sink in came else []

    def _least(self, source: Node, sink: Node, without: Collection[int], hidden: Collection[int]) -> list[Step]:
        around = self._around([number for number in range(len(self.edges)) if number not in without])
        best: dict[Node, int] = {source: 0}
        came: dict[Node, tuple[Node, Step] | None] = {source: None}
        queue: list[tuple[int, int, Node]] = [(0, 0, source)]
        count = 0
        while queue:
            cost, _order, here = heapq.heappop(queue)
            if here == sink:
                return list(_back(sink, came))
            if cost > best[here]:
                continue
            for there, step in around.get(here, ()):
                more = cost + (0 if step[0] in hidden else self.edges[step[0]].value)
                if self._left(step, {}) > 0 and more < best.get(there, 1 << 60):
                    best[there], came[there] = more, (here, step)
                    count += 1
                    heapq.heappush(queue, (more, count, there))
        return []


def _back(sink: Node, came: Mapping[Node, tuple[Node, Step] | None]) -> Iterator[Step]:
    here = sink
    while before := came[here]:
        here, step = before
        yield step
