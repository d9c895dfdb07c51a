"""What casework's pages ask of the database beside SQL written by hand, and how that grows. Not a test; run it:

    .venv/bin/python -m tests.benchmarks.casework_ratio [--cases 1000000 --organizations 200] [--profile]

It starts a PostgreSQL of its own, loads generated cases as `casemgr sample` does, and asks as a supervisor and as a
caseworker of one organization in the middle: the page's own SQL under row-level security, against the least SQL that
gives the same rows, as the owner without policies, in the same run, the two in turn. Medians of the ratios. Whole
pages follow, with policies and without (whole_pages). The search is compared with pg_trgm over the same names in
clear, where that extension is there.
"""

import argparse
import os
import resource
import statistics
import sys
import time

import psycopg

from casemgr.db.provision import ROLE_APP, ROLE_OWNER
from tests import cluster
from tests.benchmarks import whole_pages

DATABASE = "casemgr_benchmark"
REPEATS = 30
TARGET = 1.5
SEEN = {
    "supervisor": "c.organization_id = %(org)s AND (NOT c.restricted OR c.id IN (SELECT content_object_id FROM "
    "cases_caseuserobjectpermission WHERE user_id = %(user)s))",
    "caseworker": "c.organization_id = %(org)s AND c.id IN (SELECT content_object_id FROM "
    "cases_caseuserobjectpermission WHERE user_id = %(user)s)",
}
ROWS = (
    "SELECT c.*, p.*, s.*, u.name FROM cases_case c JOIN cases_person p ON p.id = c.person_id LEFT JOIN "
    "cases_safecontact s ON s.person_id = p.id LEFT JOIN accounts_user u ON u.id = c.caseworker_id WHERE "
)
ORDER = " ORDER BY c.next_follow_up ASC NULLS LAST, c.updated_at DESC, c.id DESC LIMIT 26"
OPEN = " AND c.status NOT IN ('closed', 'closed_by_referral')"
TASKS = (
    "SELECT t.*, c.*, p.* FROM cases_task t JOIN cases_case c ON c.id = t.case_id JOIN cases_person p ON "
    "p.id = c.person_id WHERE t.organization_id = %(org)s AND t.assigned_to_id = %(user)s AND t.done_at IS NULL "
    "AND t.dropped_at IS NULL AND t.due_on < %(day)s AND "
)
LOADS = (
    "SELECT c.caseworker_id, count(*), count(*) FILTER (WHERE c.risk = 'urgent'), count(*) FILTER (WHERE c.risk = "
    "'watch'), count(*) FILTER (WHERE c.updated_at < %(day)s) FROM cases_case c WHERE "
)


def main() -> None:
    """Load, ask both ways, print a table; exit code 1 when a ratio is over the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--organizations", type=int, default=4)
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
        _load(options.cases, options.organizations)
        sys.exit(_compare(options))
    finally:
        server.stop()


def _load(cases: int, organizations: int) -> None:
    from casemgr.accounts.actions import create_organization
    from casemgr.accounts.clock import today
    from casemgr.accounts.models import User
    from cases.sample.generator import people, share
    from cases.sample.loading import Staff, load

    began, start = time.perf_counter(), 0
    for number in range(1, organizations + 1):
        home = create_organization(name=f"Organization {number}", slug=f"o-{number}", country="KEN")
        staff = [
            User.objects.create_user(f"{role}-{number}-{n}@example.org", name=role, organization=home, role=role)
            for role, count in (("supervisor", 1), ("caseworker", 25))
            for n in range(count)
        ]
        count, day = share(cases, organizations, number), today(home)
        load(people(count, seed=1, until=day, start=start), Staff(home, staff[0], staff[1:]), today=day, seed=1)
        start += count
        if number % max(1, organizations // 20) == 0:
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{start:,} cases in {took:.0f} s, {start / took:.0f} a second, peak {peak} MiB", flush=True)
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE")


def _compare(options: argparse.Namespace) -> int:
    from casemgr.accounts.models import User

    middle = options.organizations // 2 + 1
    worst = pages = 0.0
    print(f"\n{options.cases:,} cases, {options.organizations} organizations; medians of {REPEATS}")
    print(f"{'as':11} {'what':18} {'ours ms':>9} {'by hand ms':>11} {'ratio':>6}")
    for role in SEEN:
        user = User.objects.select_related("organization").get(email=f"{role}-{middle}-0@example.org")
        for what, ours, by_hand in _questions(user, role):
            mine, theirs, ratio = _medians(user, ours, by_hand)
            worst = max(worst, ratio)
            print(f"{role:11} {what:18} {mine * 1e3:9.2f} {theirs * 1e3:11.2f} {ratio:6.2f}", flush=True)
            if options.plans:
                _print_plan(user, ours)
        _search(user)
        pages = max(pages, whole_pages.compare(user, {"ours": ROLE_APP, "owner": ROLE_OWNER}))
    print(f"worst ratio of a statement {worst:.2f}, of a page {pages:.2f}; target {TARGET}")
    return 0 if max(worst, pages) <= TARGET else 1


def _questions(user, role):
    """Name, our queryset, and (SQL, parameters) by hand."""
    from django.db import transaction
    from django.utils import timezone

    from casemgr.accounts.acting import acting_as_user
    from casemgr.accounts.clock import today
    from cases.models import Case, Task
    from frontend.views.cases import VIEWS, _ordered

    day = today(user.organization)
    facts = {"org": user.organization_id, "user": user.pk, "day": day, "now": timezone.now()}
    seen = SEEN[role]
    with acting_as_user(user), transaction.atomic():
        cases = Case.objects.visible_to(user)
        one = cases.order_by("number").first()
    mine = VIEWS["mine"].narrow(cases, user)
    tasks = Task.objects.visible_to(user).filter(assigned_to=user).overdue(day).select_related("case__person")
    facts["one"] = one.public_id
    with acting_as_user(user), transaction.atomic():
        page = list(_ordered(cases).values_list("pk", flat=True)[:26])
    people = cases.filter(pk__in=page).select_related("person__safe_contact", "caseworker")
    keys = f"SELECT c.id FROM cases_case c WHERE {seen}"
    my_open = f"{keys}{OPEN} AND c.caseworker_id = %(user)s{ORDER}"
    yield "list, which", _ordered(cases).values("pk")[:26], (keys + ORDER, facts)
    yield "list, rows", people, (ROWS + "c.id = ANY(%(page)s)", facts | {"page": page})
    yield "list, count", cases.order_by().values("pk")[:1001], (f"{keys} LIMIT 1001", facts)
    yield "list, my open", _ordered(mine).values("pk")[:26], (my_open, facts)
    urgent = cases.filter(risk="urgent")
    yield "filter", _ordered(urgent).values("pk")[:26], (f"{keys} AND c.risk = 'urgent'{ORDER}", facts)
    yield (
        "get",
        cases.select_related("person__safe_contact", "caseworker").filter(public_id=facts["one"])[:1],
        (ROWS + seen + " AND c.public_id = %(one)s", facts),
    )
    yield (
        "today, overdue",
        tasks.order_by("due_on", "created_at")[:16],
        (TASKS + seen + " ORDER BY t.due_on, t.created_at LIMIT 16", facts),
    )
    if role == "supervisor":
        from django.db.models import Count, Q

        counted = (
            cases.open()
            .order_by()
            .values("caseworker_id")
            .annotate(
                n=Count("pk"),
                urgent=Count("pk", filter=Q(risk="urgent")),
                watch=Count("pk", filter=Q(risk="watch")),
                stale=Count("pk", filter=Q(updated_at__date__lt=day)),
            )
        )
        yield "dashboard", counted, (LOADS + seen + OPEN + " GROUP BY 1", facts)


def _medians(user, ours, by_hand):
    """Both in turn, so that noise falls on both; seconds of each and the median of the pairs' ratios."""
    from django.db import connection, transaction

    from casemgr.accounts.acting import acting_as_user

    statement, values = ours.query.sql_with_params()
    pairs = []
    with (
        psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as owner,
        acting_as_user(user),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        for _time in range(REPEATS + 3):
            mine = _seconds(lambda: (cursor.execute(statement, values), cursor.fetchall()))
            theirs = _seconds(lambda: owner.execute(*by_hand).fetchall())
            pairs.append((mine, theirs))
    pairs = pairs[3:]
    return (
        statistics.median(mine for mine, _ in pairs),
        statistics.median(theirs for _, theirs in pairs),
        statistics.median(mine / theirs for mine, theirs in pairs),
    )


def _print_plan(user, ours):
    from django.db import connection, transaction

    from casemgr.accounts.acting import acting_as_user

    statement, values = ours.query.sql_with_params()
    with acting_as_user(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS OFF) " + statement, values)
        print("\n".join("    " + line for (line,) in cursor.fetchall()))


def _search(user) -> None:
    """Our search over sealed names, warm, and trigram search over the same names in clear."""
    from django.core.cache import cache
    from django.db import transaction

    from casemgr.accounts.acting import acting_as_user
    from cases.models import Person
    from cases.search import find

    with acting_as_user(user), transaction.atomic():
        names = [person.alias for person in Person.objects.visible_to(user)]
        find("Amina", by=user)
        ours = []
        for _time in range(7):
            cache.clear()
            ours.append(_seconds(lambda: find("Amina", by=user)))
    print(f"{user.role:11} {'search':18} {statistics.median(ours) * 1e3:9.2f}", end="")
    try:
        socket = f"{cluster.folder()}/pg/socket"
        with psycopg.connect(f"postgresql://postgres@/{DATABASE}?host={socket}", autocommit=True) as it:
            theirs = _trigram(it, names)
        print(f" {theirs * 1e3:11.2f} {statistics.median(ours) / theirs:6.2f}  over {len(names):,} names (pg_trgm)")
    except psycopg.Error as problem:
        print(f"  over {len(names):,} names; no pg_trgm here ({type(problem).__name__})")


def _trigram(it, names) -> float:
    it.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    it.execute("CREATE TEMP TABLE IF NOT EXISTS clear (name text)")
    it.execute("TRUNCATE clear")
    with it.cursor().copy("COPY clear FROM STDIN") as copy:
        for name in names:
            copy.write_row((name,))
    asked = (
        "SELECT name FROM clear WHERE similarity(name, 'Amina') > 0.3 ORDER BY similarity(name, 'Amina') DESC LIMIT 20"
    )
    return statistics.median(_seconds(lambda: it.execute(asked).fetchall()) for _time in range(7))


def _seconds(act) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
