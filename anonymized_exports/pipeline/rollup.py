"""Which tables are added up from one pass over the people: a finer count that holds several of them, a cube.

Cubes follow from the public lists alone. A cell of a table is a sum of cells of its cube, and each person is in one
cell of a cube, so that a person changes a table by as much as if it were counted by itself.
"""

from dataclasses import dataclass
from math import prod

from anonymized_exports.pipeline.schema import Table, Variable, Workload

MOST_CELLS = 60_000  # of a cube of people; beyond, adding up costs as much as counting
MOST_CODES = 100  # of a cube that keeps the mask of flags too, of which there are many


@dataclass(frozen=True)
class Cube:
    """A count by all these variables, and by the mask of flags where its tables are of flags."""

    by: tuple[Variable, ...]
    flags: bool
    tables: tuple[Table, ...]


def cubes(workload: Workload) -> tuple[Cube, ...]:
    """Cubes that hold every table once. The largest tables come first; each goes where it makes the smallest cube."""
    found: list[Cube] = []
    for table in sorted(workload.tables, key=lambda t: (-_codes(t.by), t.flags, t.name)):
        places = [i for i, cube in enumerate(found) if _fits(cube, table)]
        if places:
            best = min(places, key=lambda i: _codes(_both(found[i], table)))
            found[best] = Cube(_both(found[best], table), bool(table.flags), (*found[best].tables, table))
        else:
            found.append(Cube(table.by, bool(table.flags), (table,)))
    return tuple(found)


def _fits(cube: Cube, table: Table) -> bool:
    return cube.flags == bool(table.flags) and _codes(_both(cube, table)) <= (MOST_CODES if cube.flags else MOST_CELLS)


def _both(cube: Cube, table: Table) -> tuple[Variable, ...]:
    return (*cube.by, *(variable for variable in table.by if variable not in cube.by))


def _codes(by: tuple[Variable, ...]) -> int:
    return prod(len(variable.codes) for variable in by)
