"""How long an export takes beside one plain GROUP BY over the same people, in the same run.

    python -m tests.benchmarks.export_ratio --people 20000 --workload standard

Makes a database of its own with generated people (uniform codes; nothing of anybody), counts them through the real
door and prints seconds, the ratio and the peak memory of Python. One run on one machine: read the ratio.
"""

import argparse
import os
import resource
import time

from tests import cluster

EMPTY = {"ARRAY": "'{}'", "character varying": "''", "boolean": "false", "date": "DATE '2024-01-01'",
         "timestamp with time zone": "now() - interval '5 days'", "bytea": "'\\x00'"}  # fmt: skip
COUNTRIES = "(ARRAY['USA','MEX','PHL','UKR','THA','NGA','LBY'])[1 + (random() * 6)::int]"
FACTS = {
    "cases_person": {
        "gender": "(ARRAY['Feminine','Masculine',''])[1 + i % 3]", "birth_year": "1960 + i % 50",
        "citizenship": COUNTRIES,
    },
    "cases_case": {
        "person_id": "id", "number": "row_number() OVER ()", "opened_on": "DATE '2020-01-01' + (random() * 2000)::int",
    },
    "cases_experience": {
        "case_id": "id", "person_id": "person_id", "exploitation_types": "ARRAY['ForcedLabour','Other']",
        "labour_sectors": "ARRAY['F_Construction']", "recruiter_relations": "ARRAY['Friend']",
        "means_of_control": "(ARRAY['DebtBondage','PhysicalThreats','SexualAbuse','FalsePromises',"
        "'PsychoactiveSubstance','ExcessiveWorkingHours','WithholdsDocuments'])[1:1 + (random() * 6)::int]",
        "country_of_exploitation": COUNTRIES, "duration_months": "(random() * 40)::int",
    },
    "cases_consent": {
        "person_id": "id", "purpose": "'statistics'", "decision": "'given'", "starts_on": "current_date - 5",
        "ends_on": "current_date + 300",
    },
}  # fmt: skip
SOURCES = {"cases_case": "cases_person", "cases_experience": "cases_case", "cases_consent": "cases_person"}


def main() -> None:
    """Make the people, time both ways, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--workload", default="standard")
    args = parser.parse_args()
    server = cluster.start()
    try:
        cluster.clone("casemgr_bench")
        os.environ.update(cluster.environment("casemgr_bench"))
        _measure(args.people, args.workload)
    finally:
        server.stop()


def _measure(number: int, name: str) -> None:
    import django

    django.setup()
    from anonymized_exports.attacks import report
    from anonymized_exports.pipeline import accounting, measure, protect, run, schema
    from anonymized_exports.pipeline.facts import ReleaseFacts
    from anonymized_exports.vault import signer
    from cases.for_exports import open_door
    from tests.exports.factories import today

    _fill(number)
    workload, rho = schema.load(name), accounting.rho_for(2, 1e-6)
    plain = _seconds(today(), "SELECT gender, count(*) FROM door.population_v1 GROUP BY gender")
    counting = _seconds(today(), measure.statement(workload))
    before = time.perf_counter()
    with open_door(today()) as query:
        noisy = run.draw(workload, rho, query, _silent)
    drawn = time.perf_counter()
    facts = ReleaseFacts("bench", "Bench", "Bench", "Bench", number, number, "2026-01-01", "2026-01-01T00:00:00Z",
                         2.0, 1e-6, rho, 2.0, accounting.CONVERSION, protect.BACKEND, "")  # fmt: skip
    package = run.finish(noisy, report.as_json([], workload, 2.0, 1e-6, ""), facts, workload, signer(), _silent)
    whole = time.perf_counter() - before

    print(f"{number:,} people, workload {name}: {len(workload.tables)} tables, {len(noisy) // 8:,} cells")
    print(f"plain GROUP BY {plain:.2f} s, counting statement {counting:.2f} s ({counting / plain:.1f} x)")
    print(f"count + noise {drawn - before:.2f} s, whole export {whole:.2f} s ({whole / plain:.1f} x)")
    print(f"package {len(package):,} bytes, peak memory of Python {_megabytes():.0f} MB")


def _fill(number: int) -> None:
    from django.db import connections

    from tests.exports import factories as make

    org = make.organization("bench")
    own = {"id": "gen_random_uuid()", "organization_id": f"'{org.pk}'", "public_id": "left(md5(random()::text), 22)"}
    users = dict.fromkeys(("created_by_id", "recorded_by_id"), f"'{org.worker.pk}'")
    with connections["owner"].cursor() as cursor:
        for table, facts in FACTS.items():
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_name = %s AND is_nullable = 'NO'",
                [table],
            )
            needed = {name: EMPTY.get(kind, "1") for name, kind in cursor.fetchall()}
            values = needed | {k: v for k, v in (own | users).items() if k in needed} | facts
            source = SOURCES.get(table, f"generate_series(1, {number}) AS i")
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {source}"
            )
        cursor.execute("ANALYZE")


def _seconds(cutoff: object, sql: str) -> float:
    """The best of three, through the door."""
    from cases.for_exports import open_door

    best = float("inf")
    for _ in range(3):
        with open_door(cutoff) as query:  # type: ignore[arg-type]
            before = time.perf_counter()
            list(query(sql))
            best = min(best, time.perf_counter() - before)
    return best


def _silent(_stage: str) -> None:
    """Report nothing."""


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
