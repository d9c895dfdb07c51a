"""How counting grows with people, beside a plain GROUP BY over the same table in the same run.

    python -m tests.benchmarks.export_growth --people 100000 1000000 10000000 --workload standard

Rows like the door's are made by `generate_series` in an unlogged table of a database of its own (about 200 bytes a
person on disk), and counted by the export's own statement. CPU seconds of PostgreSQL's one process; read the ratios.
"""

import argparse
import resource

import psycopg

from anonymized_exports.pipeline import measure, schema
from tests import cluster
from tests.benchmarks.peer_ours import cpu

SPREAD = "1 + (abs(hashint8(i * {prime})) % 1000000)::bigint"
DATABASE = "casemgr_growth"


def main() -> None:
    """Make, time and print, size by size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--workload", default="standard")
    args = parser.parse_args()
    workload, first = schema.load(args.workload), None
    server = cluster.start()
    try:
        for number in args.people:
            cluster.clone(DATABASE, "template1")
            conninfo = f"postgresql://postgres@/{DATABASE}?host={cluster.folder()}/pg/socket"
            with psycopg.connect(conninfo, autocommit=True) as connection:
                plain, counting = _measure(connection, workload, number)
            cluster.drop(DATABASE)
            first = first or (number, plain, counting)
            print(
                f"{number:,} people: plain GROUP BY {plain:.2f} CPU s, {len(workload.tables)} tables {counting:.2f} s "
                f"({counting / plain:.1f} x); since {first[0]:,} people plain grew {plain / first[1]:.1f} x, counting "
                f"{counting / first[2]:.1f} x; peak memory of Python {_megabytes():.0f} MB",
                flush=True,
            )
    finally:
        server.stop()


def _measure(connection: psycopg.Connection, workload: schema.Workload, number: int) -> tuple[float, float]:
    """CPU seconds of a GROUP BY of one column, the best of three, and of the whole counting, once."""
    connection.execute(f"CREATE UNLOGGED TABLE people AS {_rows(workload, number)}")
    connection.execute("VACUUM ANALYZE people")
    connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
    plain = min(_seconds(connection, "SELECT gender, count(*) FROM people GROUP BY gender") for _ in range(3))
    began = cpu(connection.info.backend_pid)
    counted = measure.tally(workload, lambda sql: connection.execute(sql), "people")
    seconds = cpu(connection.info.backend_pid) - began
    if counted["total"].tolist() != [number]:
        raise SystemExit("people were lost")
    return plain, seconds


def _rows(workload: schema.Workload, number: int) -> str:
    columns = []
    for place, variable in enumerate(workload.variables):
        codes = ", ".join("'" + key.replace("'", "''") + "'" for key in variable.keys)
        drawn = SPREAD.format(prime=1_000_003 + 2 * place)
        columns.append(f"(ARRAY[{codes}])[1 + floor({len(variable.keys)} * (({drawn}) / 1000001.0) ^ 3)::int] "
                       f"AS {variable.column}")  # fmt: skip
    for place, flag in enumerate(workload.flags):
        columns.append(f"({SPREAD.format(prime=7_000_003 + 2 * place)}) < 150000 AS {flag.column}")
    return f"SELECT {', '.join(columns)}, int8send(i) AS pseudonym FROM generate_series(1, {number}::bigint) AS i"


def _seconds(connection: psycopg.Connection, sql: str) -> float:
    began = cpu(connection.info.backend_pid)
    connection.execute(sql).fetchall()
    return cpu(connection.info.backend_pid) - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
