"""The export's counts taken again by DuckDB, from the same people, by other means: lists are joined, flags are rows.

Nothing of `bound` and `measure` is used: what a code is, which flags stay under the cap and where a cell lies is
worked out here a second time, from the public lists alone.
"""

import duckdb
import numpy as np

from anonymized_exports.pipeline.schema import Table, Workload

LONG = """
CREATE TABLE answer AS
  SELECT person, variable, coalesce(listed.place, missing.place) AS place
  FROM (UNPIVOT (SELECT person, {codes} FROM people) ON {names} INTO NAME variable VALUE said)
  LEFT JOIN list AS listed ON listed.question = variable AND listed.code = said
    AND said NOT IN ('other', 'notCollected')
  JOIN list AS missing ON missing.question = variable
    AND missing.code = CASE WHEN said = '' THEN 'notCollected' ELSE 'other' END;
CREATE TABLE flag AS
  SELECT person, place FROM (
    SELECT person, list.place, pseudonym, stated,
      row_number() OVER (PARTITION BY person ORDER BY sha256(pseudonym || unhex(printf('%08x', list.place)))) AS rank
    FROM (UNPIVOT (SELECT person, pseudonym, {flags} FROM people) ON {flag_names} INTO NAME variable VALUE stated)
    JOIN list ON list.question = variable WHERE stated
  ) WHERE rank <= {cap};
"""  # the order of flags over the cap is the door's promise: SHA-256 of the pseudonym and the flag's place


def count(workload: Workload, rows: list[tuple]) -> dict[str, np.ndarray]:
    """Vectors of every table. A row is a person: codes, flags (both in the lists' order) and the pseudonym."""
    with duckdb.connect(config={"threads": 2}) as base:
        _load(base, workload, rows)
        return {table.name: _cells(base, workload, table) for table in workload.tables}


def columns(workload: Workload) -> str:
    """What to select from a door, so that `count` can read its rows."""
    return ", ".join([v.column for v in (*workload.variables, *workload.flags)] + ["pseudonym"])


def _load(base: duckdb.DuckDBPyConnection, workload: Workload, rows: list[tuple]) -> None:
    base.execute("CREATE TABLE list (question VARCHAR, code VARCHAR, place INTEGER)")
    lists = [(v.name, code, place) for v in workload.variables for place, code in enumerate(v.keys)]
    flags = [(flag.name, flag.name, place) for place, flag in enumerate(workload.flags)]
    base.executemany("INSERT INTO list VALUES (?, ?, ?)", [*lists, *flags])
    kinds = [f'"{v.name}" VARCHAR' for v in workload.variables] + [f'"{f.name}" BOOLEAN' for f in workload.flags]
    base.execute(f"CREATE TABLE people (person INTEGER, {', '.join(kinds)}, pseudonym BLOB)")
    people = [(i, *row[:-1], bytes(row[-1])) for i, row in enumerate(rows)]
    marks = ", ".join("?" * (len(kinds) + 2))
    base.executemany(f"INSERT INTO people VALUES ({marks})", people)
    base.execute(LONG.format(
        codes=", ".join(f"""coalesce("{v.name}", '') AS "{v.name}\"""" for v in workload.variables),
        names=", ".join(f'"{v.name}"' for v in workload.variables),
        flags=", ".join(f'coalesce("{f.name}", false) AS "{f.name}"' for f in workload.flags),
        flag_names=", ".join(f'"{f.name}"' for f in workload.flags),
        cap=workload.flag_cap,
    ))  # fmt: skip


def _cells(base: duckdb.DuckDBPyConnection, workload: Workload, table: Table) -> np.ndarray:
    """One table: people joined with their flags and answers, grouped by place."""
    joins = ["people"] + [f"JOIN flag AS f{i} ON f{i}.person = people.person" for i in range(table.flags)]
    joins += [f"JOIN answer AS a{i} ON a{i}.person = people.person AND a{i}.variable = '{v.name}'"
              for i, v in enumerate(table.by)]  # fmt: skip
    keys = [f"{kind}{i}.place" for kind, n in (("f", table.flags), ("a", len(table.by))) for i in range(n)]
    pairs = "WHERE f0.place < f1.place" if table.flags == 2 else ""
    group = f"GROUP BY {', '.join(keys)}" if keys else ""
    found = base.execute(f"SELECT {', '.join([*keys, 'count(*)'])} FROM {' '.join(joins)} {pairs} {group}").fetchall()
    pair = {(a, b): i for i, (a, b) in enumerate(zip(*np.triu_indices(len(workload.flags), 1), strict=True))}
    cells = np.zeros(workload.shape(table), dtype=np.int64)
    for *places, number in found:
        first = (0,) if not table.flags else (pair[tuple(places[:2])],) if table.flags == 2 else (places[0],)
        cells[(*first, *places[table.flags :])] = number
    return cells
