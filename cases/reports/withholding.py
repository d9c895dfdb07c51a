"""What of a table may leave: numbers of few people are withheld, and others with them, so that no sum gives them back.

A withheld number could, for all that is published, be as large as the threshold; another that is withheld to cover it
could at least be something else. Where that can't be reached the whole table stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .flow import Edge, Network

ALL, COLUMN = "\0all", "\0column"  # no code begins so
Key = tuple[str, ...]


def covered(
    edges: Sequence[Edge], few: Collection[int], least: int, kept: Collection[int] = (), also: Collection[int] = ()
) -> set[int] | None:
    """The edges to withhold: `few`, `also`, and what covers them; those `kept` stay. None: it can't be done."""
    network, hidden, kept = Network(edges), {*few, *also}, set(kept)
    while (edge := next((one for one in sorted(hidden) if _wants(network, one, few, hidden, least)), None)) is not None:
        way = _more(network, edge, hidden, kept)
        if not way:
            return None
        hidden |= way
    return hidden


def _wants(network: Network, edge: int, few: Collection[int], hidden: set[int], least: int) -> int:
    """How much room above is missing."""
    value = network.edges[edge].value
    if edge in few:
        wanted = max(1, least - value)
        return wanted - network.room_above(edge, hidden, wanted)
    return 1 - max(network.room_above(edge, hidden, 1), network.room_below(edge, hidden, 1))


def _more(network: Network, edge: int, hidden: set[int], kept: set[int]) -> set[int]:
    """The cheapest further way around; once all ways are used up, the largest neighbour that isn't withheld."""
    if way := network.cheapest(edge, hidden, kept):
        return way
    one = network.edges[edge]
    beside = [
        (other.value, number)
        for number, other in enumerate(network.edges)
        if number not in hidden | kept and {other.tail, other.head} & {one.tail, one.head}
    ]
    return {max(beside)[1]} if beside else set()


def of_list(numbers: Mapping[str, int], least: int, groups: Mapping[str, str] | None = None) -> set[Key]:
    """What to withhold of a list whose numbers make up the total: keys (code,), of its groups (ALL, group).

    Everything where covering is impossible.
    """
    return of_cross({(code, ""): n for code, n in numbers.items()}, least, groups, flat=True)[0]


def of_cross(
    numbers: Mapping[tuple[str, str], int],
    least: int,
    groups: Mapping[str, str] | None = None,
    *,
    flat: bool = False,
) -> tuple[set[Key], bool]:
    """What to withhold of a table of two questions with its margins, and whether that is everything.

    Keys: (row, column), (row,) and (COLUMN, column) for the margins, (ALL, group) for sums of rows. The margins are
    told and withheld as in the lists of either question, which may leave in another file. `flat`: it is a list.
    """
    keys, edges = _network(numbers, groups or {}, flat=flat)
    total = len(edges) - 1
    few = {i for i, edge in enumerate(edges) if edge.value < least}
    also, kept = (set(), {total}) if flat else _as_lists(numbers, keys, least, groups)
    hidden = None if (few | also) & kept else covered(edges, few, least, kept, also)
    if hidden is None:
        return set(keys[:-1]), True
    return {keys[i] for i in hidden}, False


def _as_lists(
    numbers: Mapping[tuple[str, str], int], keys: Sequence[Key], least: int, groups: Mapping[str, str] | None
) -> tuple[set[int], set[int]]:
    """The numbers of the margins that the lists of both questions withhold, and those that they tell."""
    told = {at: n for at, n in numbers.items() if n}
    withheld = of_list(_sums(told, 0), least, groups)
    withheld |= {(COLUMN, code) for (code,) in of_list(_sums(told, 1), least)}
    margins = {i for i, key in enumerate(keys) if len(key) < 2 or key[0] in (ALL, COLUMN)}
    hidden = {i for i in margins if keys[i] in withheld}
    return hidden, margins - hidden


def _network(
    numbers: Mapping[tuple[str, str], int], groups: Mapping[str, str], *, flat: bool
) -> tuple[list[Key], list[Edge]]:
    told = {at: n for at, n in numbers.items() if n}
    rows, columns = _sums(told, 0), _sums(told, 1)
    sums: dict[str, int] = {}
    found: list[tuple[Key, Edge]] = []
    for row, n in rows.items():
        group = groups.get(row, "")
        above = ("group", group) if groups else "everybody"
        sums[group] = sums.get(group, 0) + n
        found.append(((row,), Edge(above, "end" if flat else ("row", row), n)))
    if groups:
        found += [((ALL, group), Edge("everybody", ("group", group), n)) for group, n in sums.items()]
    if not flat:
        found += [((row, column), Edge(("row", row), ("column", column), n)) for (row, column), n in told.items()]
        found += [((COLUMN, column), Edge(("column", column), "end", n)) for column, n in columns.items()]
    found.append(((), Edge("end", "everybody", sum(told.values()))))
    return [key for key, _edge in found], [edge for _key, edge in found]


def _sums(numbers: Mapping[tuple[str, str], int], axis: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for at, n in numbers.items():
        sums[at[axis]] = sums.get(at[axis], 0) + n
    return sums


def of_overlapping(numbers: Mapping[str, int], everybody: int, least: int) -> set[str]:
    """What to withhold of a list in which one person may stand several times.

    A code of few people, or that few don't have; never one alone, since with one answer the rest is the other.
    """
    few = {code for code, n in numbers.items() if n < least or 0 < everybody - n < least}
    if len(few) == 1:
        rest = sorted((n, code) for code, n in numbers.items() if code not in few)
        few |= {rest[0][1]} if rest else set()
    return few


def of_pairs(numbers: Mapping[str, tuple[int, int]], everybody: int, least: int) -> set[str]:
    """The same where services are told beside people, which add up: both numbers of a code stay or go together."""
    hidden = of_overlapping({code: people for code, (people, _n) in numbers.items()}, everybody, least)
    if not hidden:
        return hidden
    codes = sorted(numbers)
    edges = [Edge("all", "given", numbers[code][1]) for code in codes]
    edges.append(Edge("given", "all", sum(n for _people, n in numbers.values())))
    covers = covered(edges, {codes.index(code) for code in hidden}, least, {len(edges) - 1})
    return set(codes) if covers is None else {codes[i] for i in covers}
