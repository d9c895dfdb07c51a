"""How long reports take beside SQL written by hand for the same numbers, in one run on one machine.

    python -m tests.benchmarks.report_ratio --cases 100000

All cases lie in one organization; a second one of 5,000 cases, beside it, counts its own. By hand: as the owner,
without policies and trail; restricted cases left out.
"""

import argparse
import datetime
import os
import statistics
import sys
import time

import psycopg

from tests import cluster

DATABASE = "casemgr_report_ratio"
REPEATS = 3
BESIDE = 5_000  # cases of the second organization
GIVEN = (
    "WITH given AS MATERIALIZED (SELECT s.person_id, s.service_code, s.project_id FROM cases_servicerecord s "
    "JOIN cases_case c ON c.id = s.case_id AND c.kind = 'survivor' AND NOT c.restricted "
    "WHERE s.organization_id = %(org)s AND s.outcome = 'delivered' "
    "AND s.on_date >= %(first)s AND s.on_date < %(after)s)"
)
CUBE = (
    f"{GIVEN}, people AS (SELECT DISTINCT person_id FROM given), earlier AS (SELECT DISTINCT s.person_id FROM "
    "cases_servicerecord s JOIN cases_case c ON c.id = s.case_id AND NOT c.restricted "
    "WHERE s.organization_id = %(org)s AND s.outcome = 'delivered' AND s.on_date < %(first)s) "
    "SELECT p.gender, p.citizenship, width_bucket(%(year)s - p.birth_year, ARRAY[0,13,18,25,60]), "
    "e.person_id IS NOT NULL, count(*) FROM people JOIN cases_person p ON p.id = people.person_id "
    "LEFT JOIN earlier e ON e.person_id = p.id GROUP BY 1, 2, 3, 4"
)
BY_SERVICE = f"{GIVEN} SELECT service_code, count(DISTINCT person_id), count(*) FROM given GROUP BY 1"
BY_PROJECT = f"{GIVEN} SELECT project_id, count(DISTINCT person_id), count(*) FROM given GROUP BY 1"
EXPLOITATION = (
    f"{GIVEN} SELECT form, count(DISTINCT e.person_id) FROM cases_experience e, unnest(e.exploitation_types) form "
    "WHERE e.person_id IN (SELECT person_id FROM given) GROUP BY 1"
)
TOTALS = f"{GIVEN} SELECT count(DISTINCT person_id), count(*) FROM given"
AT_RISK = TOTALS.replace("'survivor'", "'at_risk'")


def main() -> None:
    """Load, count both ways, compare the numbers, print a table; exit code 1 when they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--plans", action="store_true", help="print the plans of our own SQL too")
    options = parser.parse_args()
    server = cluster.start()
    try:
        if failed := cluster.failure():
            sys.exit(failed)
        cluster.clone(DATABASE)
        os.environ.update(cluster.environment(DATABASE))
        import django

        django.setup()
        supervisors = {cases: _load(cases, number) for number, cases in enumerate((options.cases, BESIDE))}
        wrong = [_compare(user, cases, options.plans) for cases, user in supervisors.items()]
        sys.exit(max(wrong))
    finally:
        server.stop()


def _load(cases: int, number: int):
    """An organization's cases, and a supervisor who is named on none."""
    from casemgr.accounts.actions import create_organization
    from casemgr.accounts.clock import today
    from casemgr.accounts.models import User
    from cases.sample.generator import people
    from cases.sample.loading import Staff, load

    home, began = (
        create_organization(name=f"Organization {number}", slug=f"o{number}", country="KEN"),
        time.perf_counter(),
    )
    staff = [
        User.objects.create_user(f"{role}-{number}-{n}@example.org", name=role, organization=home, role=role)
        for role, count in (("supervisor", 2), ("caseworker", 25))
        for n in range(count)
    ]
    day = today(home)
    first = min(cases, 2_000)  # the policies of inserts are planned by what the tables hold: look at them soon
    for start, count in ((0, first), (first, cases - first)):
        some = people(count, seed=number, until=day, start=start)
        load(some, Staff(home, staff[0], staff[2:]), today=day, seed=number)
        with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
    print(f"{cases:,} cases in {time.perf_counter() - began:.0f} s", flush=True)
    return staff[1]


def _compare(user, cases: int, plans: bool) -> int:
    from casemgr.accounts.clock import today
    from cases.reports.asked import Asked
    from cases.reports.periods import Period, holding

    day = today(user.home)
    periods = {"a year": holding(day, "year").before, "a quarter": holding(day, "quarter").before}
    wrong = False
    print(f"\n{cases:,} cases in one organization; medians of {REPEATS}")
    print(f"{'what':26} {'ours s':>8} {'by hand s':>10} {'ratio':>6}")
    for name, period in periods.items():
        asked = Asked(Period(period.kind, period.first))
        facts = {"org": user.organization_id, "first": period.first, "after": period.after, "year": period.first.year}
        wrong |= _row(f"report, {name}", lambda asked=asked: _ours(asked, user), lambda facts=facts: _by_hand(facts))
        if plans:
            _plans(asked, user)
    _row("what records miss", lambda: _quality(user), None)
    for by, and_by in (("gender", ""), ("gender", "preferred_language")):
        _row(
            f"access by {by} {and_by}"[:26],
            lambda by=by, and_by=and_by: _equity(user, periods["a year"], by, and_by),
            None,
        )
    return int(wrong)


def _row(what, ours, by_hand) -> bool:
    mine, theirs, answers = [], [], (None, None)
    for _time in range(REPEATS):
        begun = time.perf_counter()
        told = ours()
        mine.append(time.perf_counter() - begun)
        if by_hand:
            begun = time.perf_counter()
            answers = (told, by_hand())
            theirs.append(time.perf_counter() - begun)
    middle, other = statistics.median(mine), statistics.median(theirs) if theirs else None
    beside = f"{other:10.2f} {middle / other:6.2f}" if other else ""
    differ = answers[0] != answers[1]
    print(
        f"{what:26} {middle:8.2f} {beside}{'  NUMBERS DIFFER ' + str(answers) if differ and by_hand else ''}",
        flush=True,
    )
    return bool(by_hand) and differ


def _ours(asked, user):
    from casemgr.accounts.acting import acting_as_user
    from cases.reports.counting import at_once, counts, steps

    with acting_as_user(user):
        found = counts(at_once(steps(asked, user)))
    return (
        found.people,
        found.services,
        found.people_before,
        found.single["returning"].get("again", 0),
        sorted(found.several["service"].items()),
        sorted(found.several["exploitation"].items()),
    )


def _by_hand(facts):
    before = facts | {"after": facts["first"], "first": _before(facts)}
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as owner:
        owner.execute("SET LOCAL jit = off")
        owner.execute("SET LOCAL work_mem = '128MB'")
        cube = owner.execute(CUBE, facts).fetchall()
        services = {code: (people, n) for code, people, n in owner.execute(BY_SERVICE, facts).fetchall()}
        owner.execute(BY_PROJECT, facts).fetchall()
        forms = {code: (people, 0) for code, people in owner.execute(EXPLOITATION, facts).fetchall()}
        earlier = owner.execute(TOTALS, before).fetchone()
        owner.execute(AT_RISK, facts).fetchall()
    people, again = sum(row[-1] for row in cube), sum(row[-1] for row in cube if row[3])
    total = sum(n for _people, n in services.values())
    return people, total, earlier[0], again, sorted(services.items()), sorted(forms.items())


def _before(facts) -> datetime.date:
    months = (facts["after"].year - facts["first"].year) * 12 + facts["after"].month - facts["first"].month
    year, month = divmod(facts["first"].year * 12 + facts["first"].month - 1 - months, 12)
    return datetime.date(year, month + 1, 1)


def _quality(user):
    from casemgr.accounts.acting import acting_as_user
    from cases.reports import quality
    from cases.reports.counting import at_once

    with acting_as_user(user):
        return at_once(quality.steps(quality.AskedQuality(), user))


def _equity(user, period, by, and_by):
    from casemgr.accounts.acting import acting_as_user
    from cases.reports import equity
    from cases.reports.counting import at_once

    with acting_as_user(user):
        return at_once(equity.steps(equity.AskedEquity(period, "", by, and_by), user))


def _plans(asked, user) -> None:
    from django.db import connection

    from casemgr.accounts.acting import acting_as_user
    from cases.reports.counting import at_once, steps

    def explained(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "set_config" not in sql and "cases_servicerecord" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS OFF) " + sql, params)
                print("\n".join("    " + line for (line, *_rest) in cursor.fetchall()), flush=True)
        return execute(sql, params, many, context)

    with acting_as_user(user), connection.execute_wrapper(explained):
        at_once(steps(asked, user))


if __name__ == "__main__":
    main()
