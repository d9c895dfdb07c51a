"""What the trail costs: an audited change beside the same change alone, and a check of a long trail, in one run.

    python -m tests.benchmarks.trail_ratio --entries 1000000 --writers 8

Makes a database of its own. Writers commit changes for some seconds, in turn with and without an entry, as the app's
login with an actor stated. Then a trail of many entries is placed, signed, anchored, verified, tampered with once and
verified again. Read the ratio; the seconds are this machine's.
"""

import argparse
import os
import resource
import statistics
import tempfile
import threading
import time
from pathlib import Path

import psycopg

from tests import cluster

ENTRIES = """
INSERT INTO audit_auditentry (id, timestamp, organization_id, actor_id, event, additional_data, object_pk, object_repr,
    action, changes_text, reason, remote_addr)
SELECT gen_random_uuid(), now() - (%(n)s - i) * interval '1 second', o.ids[1 + i %% 20], gen_random_uuid(),
    (ARRAY['case:record:read','case:list:read','person:identity:reveal','case:note:write'])[1 + i %% 4],
    jsonb_build_object('count', i %% 50, 'ids', gen_random_uuid()), gen_random_uuid()::text, '', 3, '', '', '10.0.0.7'
FROM generate_series(1, %(n)s) i, (SELECT array_agg(id) AS ids FROM accounts_organization) o
"""
CHANGE = "UPDATE cases_case SET updated_at = now() WHERE id = %s"
ENTRY = """
INSERT INTO audit_auditentry (id, timestamp, organization_id, actor_id, event, object_pk, object_repr, action,
    changes_text, reason) VALUES (gen_random_uuid(), now(), %s, %s, 'case:record:change', %s, '', 1, '', '')
"""


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3)
    args = parser.parse_args()
    server = cluster.start()
    try:
        cluster.clone("casemgr_bench")
        folder = tempfile.mkdtemp()
        os.environ.update(cluster.environment("casemgr_bench") | {"CASEMGR_ANCHOR_FILE": f"{folder}/anchors"})
        _measure(args)
    finally:
        server.stop()


def _measure(args: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.conf import settings

    from casemgr.audit import anchors, checkpoints, verify
    from casemgr.encryption import signatures
    from tests.audit.conftest import as_worker, conninfo

    cases = _people()
    rates: dict[bool, list[float]] = {False: [], True: []}
    for _round in range(5):
        for audited in (False, True):
            rates[audited].append(_changes(cases, audited, args.writers, args.seconds, conninfo("default")))
    without, with_entry = (statistics.median(rates[audited]) for audited in (False, True))
    print(f"{args.writers} writers: {without:,.0f} changes a second alone, {with_entry:,.0f} audited:", end=" ")
    print(f"{with_entry / without:.2f} ×")

    with psycopg.connect(conninfo("owner")) as owner:
        owner.execute(ENTRIES, {"n": args.entries})
    began = time.perf_counter()
    with as_worker():
        while checkpoints.make_checkpoints():
            pass
        placed = time.perf_counter()
        anchors.anchor()
    size = Path(settings.CASEMGR_ANCHOR_FILE).stat().st_size / 2**20
    took = f"placed and signed in {placed - began:.1f} s, anchored in {time.perf_counter() - placed:.1f} s"
    print(f"{took} ({size:.1f} MiB)")

    public = signatures.public_key(checkpoints.PURPOSE)
    for tampered in (False, True):
        with psycopg.connect(conninfo("owner")) as owner:
            if tampered:
                owner.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
                owner.execute(
                    "UPDATE audit_auditentry SET reason = 'x' WHERE id = (SELECT entry_id FROM audit_leaf "
                    "ORDER BY entry_id LIMIT 1 OFFSET 777)"
                )
            began = time.perf_counter()
            report = verify.verify(owner, public, Path(settings.CASEMGR_ANCHOR_FILE))
        print(
            f"verified {report.entries:,} entries in {time.perf_counter() - began:.1f} s: {report.findings or 'intact'}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def _people():
    """Twenty organizations, and a case for each of them with its worker."""
    from casemgr.accounts.actions import create_organization
    from tests.conftest import make_person_of, open_case

    found = []
    for number in range(20):
        home = create_organization(name=f"Home {number}", slug=f"home-{number}", country="USA")
        worker = make_person_of(home, "caseworker")
        found.append((worker, open_case(worker).pk))
    return found


def _changes(cases, audited, writers, seconds, conninfo):
    """Committed transactions a second, all writers together."""
    done, ends = [0] * writers, time.perf_counter() + seconds

    def write(number):
        worker, case = cases[number % len(cases)]
        with psycopg.connect(conninfo) as connection:
            pid = connection.info.backend_pid
            while time.perf_counter() < ends:
                context = worker.as_actor().context(pid)
                connection.execute("SELECT set_config('app.context', %s, true)", [context])
                connection.execute(CHANGE, [case])
                if audited:
                    connection.execute(ENTRY, [worker.organization_id, worker.pk, str(case)])
                connection.commit()
                done[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


if __name__ == "__main__":
    main()
