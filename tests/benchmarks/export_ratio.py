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

PEOPLE = """
INSERT INTO cases_person (id, organization_id, public_id, alias, gender, citizenship, birth_year, birth_precision,
    preferred_language, interpreter_needed, literacy, pronouns, created_at, updated_at, version)
SELECT gen_random_uuid(), %(org)s, left(md5(random()::text), 22), '\\x00',
    (ARRAY['Feminine','Masculine',''])[1 + i %% 3],
    (ARRAY['USA','MEX','PHL','UKR','THA','NGA','LBY'])[1 + (random() * 6)::int], 1960 + i %% 50, 'exact',
    'en', false, '', '', now(), now(), 1
FROM generate_series(1, %(number)s) AS i
"""
CASES = """
INSERT INTO cases_case (id, organization_id, public_id, person_id, number, status, risk, restricted, created_by_id,
    opened_on, source, version, created_at, updated_at)
SELECT gen_random_uuid(), organization_id, left(md5(random()::text), 22), id, row_number() OVER (), 'active', '', false,
    %(user)s, DATE '2020-01-01' + (random() * 2000)::int, '', 1, now(), now()
FROM cases_person
"""
EXPERIENCES = """
INSERT INTO cases_experience (id, organization_id, case_id, person_id, {columns})
SELECT gen_random_uuid(), organization_id, id, person_id, {values} FROM cases_case
"""
CONSENTS = """
INSERT INTO cases_consent (id, organization_id, public_id, person_id, purpose, service_code, categories, decision,
    basis, method, language, text_version, version, starts_on, ends_on, recorded_by_id, recorded_at, ending, replaced)
SELECT gen_random_uuid(), organization_id, left(md5(random()::text), 22), id, 'statistics', '', '{}', 'given',
    'consent', 'spoken', '', '1', 1, current_date - 5, current_date + 300, %(user)s, now() - interval '5 days',
    '', false
FROM cases_person
"""


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
    from anonymized_exports.pipeline import accounting, measure, run, schema
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
                         2.0, 1e-6, rho, 2.0, accounting.CONVERSION, "", "")  # fmt: skip
    package = run.finish(noisy, facts, workload, signer(), _silent)
    whole = time.perf_counter() - before

    print(f"{number:,} people, workload {name}: {len(workload.tables)} tables, {len(noisy) // 8:,} cells")
    print(f"plain GROUP BY {plain:.2f} s, counting statement {counting:.2f} s ({counting / plain:.1f} x)")
    print(f"count + noise {drawn - before:.2f} s, whole export {whole:.2f} s ({whole / plain:.1f} x)")
    print(f"package {len(package):,} bytes, peak memory of Python {_megabytes():.0f} MB")


def _fill(number: int) -> None:
    from django.db import connections

    from tests.exports import factories as make

    org = make.organization("bench")
    facts = {
        "trafficking_status": "''", "decided_by": "''", "exploitation_types": "ARRAY['ForcedLabour','Other']",
        "labour_sectors": "ARRAY['F_Construction']", "sexual_types": "'{}'",
        "means_of_control": "(ARRAY['DebtBondage','PhysicalThreats','SexualAbuse','FalsePromises',"
        "'PsychoactiveSubstance','ExcessiveWorkingHours','WithholdsDocuments'])[1:1 + (random() * 6)::int]",
        "recruiter_relations": "ARRAY['Friend']", "country_of_exploitation": "'USA'",
        "duration_months": "(random() * 40)::int",
    }  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'cases_experience' "
            "AND is_nullable = 'NO' AND column_name NOT IN ('id', 'organization_id', 'case_id', 'person_id')"
        )
        empty = {"ARRAY": "'{}'", "character varying": "''", "boolean": "false"}
        needed = {name: empty.get(kind, "now()") for name, kind in cursor.fetchall()} | facts
        experiences = EXPERIENCES.format(columns=", ".join(needed), values=", ".join(needed.values()))
        for sql in (PEOPLE, CASES, experiences, CONSENTS):
            parameters = {"org": org.pk, "user": org.worker.pk, "number": number}
            cursor.execute(sql, parameters if "%(" in sql else None)
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
