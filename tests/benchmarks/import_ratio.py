"""How fast an import is, and how that compares with a bare COPY of the same rows. Not a test; run it by hand:

    .venv/bin/python -m tests.benchmarks.import_ratio [--cases 20000] [--file FILE --mapping NAME]

It starts a PostgreSQL of its own, imports generated cases (or a file of yours) as a supervisor, each chunk
committed, then copies the written rows of the same tables into bare tables: no keys, policies or encryption.
"""

import argparse
import io
import os
import resource
import sys
import time
from pathlib import Path

import psycopg

from tests import cluster

TABLES = (
    "cases_person", "cases_case", "cases_safecontact", "cases_experience", "cases_consent", "cases_note",
    "cases_importrow",
)  # fmt: skip
DATABASE = "casemgr_benchmark"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--mapping", default="htcds")
    options = parser.parse_args()
    server = cluster.start()
    try:
        if failed := cluster.failure():
            sys.exit(failed)
        cluster.clone(DATABASE)
        os.environ.update(cluster.environment(DATABASE))
        import django

        django.setup()
        content = options.file.read_bytes() if options.file else _generated(options.cases, options.mapping)
        seconds, batch = _import(content, options.mapping)
        print(f"{batch.mapping}: {batch.rows_imported} imported, {batch.rows_refused} refused")
        print(f"import: {seconds:.1f} s, {batch.rows_done / seconds:.0f} rows/s")
        copied = _copy()
        print(f"bare COPY of the same rows: {copied:.2f} s, ratio {seconds / copied:.1f}")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    finally:
        server.stop()


def _generated(cases: int, shape: str) -> bytes:
    import csv
    import datetime

    from cases.sample import formats, generator

    text = io.StringIO()
    people = generator.people(cases, seed=1, until=datetime.date(2026, 10, 31))
    csv.writer(text).writerows(formats.lines(people, shape))
    return text.getvalue().encode()


def _import(content: bytes, mapping_name: str):
    from casemgr.accounts.acting import acting_as_user
    from casemgr.accounts.actions import create_organization
    from casemgr.accounts.models import User
    from cases.importing import actions, mapping, running

    organization = create_organization(name="Benchmark", slug="benchmark", country="USA")
    person = User.objects.create_user("b@example.org", name="B", organization=organization, role="supervisor")
    began, processor = time.perf_counter(), time.process_time()
    with acting_as_user(person):
        batch = actions.start_import(io.BytesIO(content), mapping.load(mapping_name), dry_run=False, by=person)
        batch = running.run(batch, by=person)
    seconds = time.perf_counter() - began
    print(f"processor time of the importing process: {time.process_time() - processor:.1f} s")
    return seconds, batch


def _copy() -> float:
    """Seconds to COPY the same rows, in the same text form, into bare tables."""
    at = f"postgresql://postgres@/{DATABASE}?host={cluster.folder()}/pg/socket"
    with psycopg.connect(at) as connection:
        rows = {}
        for table in TABLES:
            connection.execute(f"CREATE TABLE bare_{table} (LIKE {table})")
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as out:
                rows[table] = b"".join(bytes(part) for part in out)
        connection.commit()
        began = time.perf_counter()
        for table, content in rows.items():
            with connection.cursor().copy(f"COPY bare_{table} FROM STDIN") as into:
                into.write(content)
        connection.commit()
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
