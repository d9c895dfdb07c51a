"""How many referrals a second are offered and accepted over the API, beside an endpoint that does next to nothing.

    python -m tests.benchmarks.referral_load --rates 10 20 50 --seconds 60

Makes a database of its own with pairs of organizations, drafts the referrals, serves them with `casemgr serve` and
sends from another process: each referral is submitted at its own moment, whether or not the server keeps up, and
accepted as soon as that is answered. Times count from the moment at which a call was due. Read the bare endpoint's
beside them; the milliseconds are this machine's.
"""

import argparse
import datetime
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import cluster

PAIRS = 20  # so many senders and receivers share the calls: one system may make ten a second
THREADS = 8


def main() -> None:
    """Prepare, serve, send, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=int, nargs="+", default=[5, 10])
    parser.add_argument("--seconds", type=int, default=20)
    args = parser.parse_args()
    server = cluster.start()
    try:
        cluster.clone("casemgr_bench")
        os.environ.update(cluster.environment("casemgr_bench"))
        import django

        django.setup()
        plans = _draft(args.rates, args.seconds)
        with _served() as port:
            for rate, calls in zip(args.rates, plans, strict=True):
                _report(rate, args.seconds, _send(port, rate, calls))
        _count(sum(len(calls) for calls in plans))
    finally:
        server.stop()


def _draft(rates: list[int], seconds: int) -> list[list[dict[str, str]]]:
    """For each rate what the sending process needs to know: ids, tokens, and who accepts."""
    from django.conf import settings
    from django.core.cache import cache
    from django.db import transaction

    from casemgr.accounts.actions import create_organization
    from tests.conftest import make_person_of
    from tests.partner_api.conftest import PERSON, make_partner
    from tests.referrals.conftest import with_second_factor

    settings.ALLOWED_HOSTS = ["*"]
    pairs = []
    with transaction.atomic():
        for number in range(PAIRS):
            sends, receives = (
                create_organization(name=f"{side} {number}", slug=f"{side}-{number}", country="KEN")
                for side in ("sender", "receiver")
            )
            colleague = with_second_factor(make_person_of(receives, "caseworker"))
            pairs.append((make_partner(sends), make_partner(receives), colleague.email))
    agreed = {
        "person": PERSON,
        "safe_contact": {"channel": "text", "may_text": True, "hours": "10:00-12:00"},
        "service": "legal_aid",
        "categories": ["identity", "contact"],
        "method": "spoken",
        "language": "sw",
        "ends_on": (datetime.date.today() + datetime.timedelta(days=90)).isoformat(),
    }
    plans: list[list[dict[str, str]]] = []
    for rate in rates:
        plans.append([])
        for number in range(rate * seconds):
            sender, receiver, colleague_email = pairs[number % PAIRS]
            cache.clear()
            consent = sender.post("consents", agreed | {"recipient": receiver.organization.public_id}).json()["id"]
            body = {"consent": consent, "service": "legal_aid", "urgency": "urgent"}
            one = sender.post("referrals", body).json()["id"]
            known = {"sends": sender.token, "receives": receiver.token, "colleague": colleague_email}
            plans[-1].append(known | {"referral": one})
    return plans


@contextmanager
def _served() -> Any:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "casemgr.cli", "serve", "--port", str(port), "--threads", str(THREADS)]
    process = subprocess.Popen(command, cwd=cluster.ROOT, env=os.environ | {"CASEMGR_DEMO": "1"})
    try:
        for _attempt in range(240):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield port
    finally:
        process.terminate()
        process.wait()


def _send(port: int, rate: int, calls: list[dict[str, str]]) -> dict[str, list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.json")
        plan.write_text(json.dumps({"port": port, "rate": rate, "calls": calls}))
        command = [sys.executable, "-m", "tests.benchmarks.sending", str(plan)]
        done = subprocess.run(command, cwd=cluster.ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _report(rate: int, seconds: int, took: dict[str, list[Any]]) -> None:
    if min(len(took[name]) for name in ("bare", "offer", "accept")) < 2:
        raise SystemExit(f"nothing was answered: {took['refused']}")
    print(f"{rate} a second for {seconds} s, done after {took['whole'][0]:.1f} s; refused: {took['refused'] or 'none'}")
    for name in ("bare", "offer", "accept"):
        parts = statistics.quantiles(took[name], n=100)
        half, most, nearly_all = (parts[at - 1] * 1e3 for at in (50, 95, 99))
        print(
            f"  {name:7} {len(took[name]):6} calls  p50 {half:8.1f}  p95 {most:8.1f}  p99 {nearly_all:8.1f} ms",
            flush=True,
        )


def _count(wanted: int) -> None:
    """What is in the database is what was asked for: accepted, released, and told to both sides' trails."""
    import psycopg

    with cluster.admin() as connection:
        at = connection.info.get_parameters() | {"dbname": "casemgr_bench"}
    with psycopg.connect(**at) as rows:
        asked = {
            "accepted": "SELECT count(*) FROM referrals_referral WHERE state = 'accepted'",
            "released": "SELECT count(*) FROM referrals_disclosuresnapshot",
            "in trails": "SELECT count(*) / 2 FROM audit_auditentry WHERE event = 'referral:record:accept'",
        }
        found = {name: rows.execute(query).fetchone()[0] for name, query in asked.items()}
    print(f"of {wanted} referrals: " + ", ".join(f"{name} {number}" for name, number in found.items()))


if __name__ == "__main__":
    main()
