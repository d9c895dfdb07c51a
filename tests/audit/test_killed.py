"""Checkpointing that was killed at any point goes on later: no gap, nothing twice; the command says what it found."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from casemgr.audit import checkpoints
from tests.proof import first

CALLS = """
import os, sys
import django
django.setup()
from casemgr.audit import anchors, checkpoints
def dying(module, name, call):
    honest, calls = getattr(module, name), [0]
    def one(*arguments):
        calls[0] += 1
        if calls[0] == call:
            os.kill(os.getpid(), 9)
        return honest(*arguments)
    setattr(module, name, one)
dying({module}, "{name}", {call})
while checkpoints.make_checkpoints():
    pass
anchors.anchor()
"""
PATIENCE_SECONDS = 60
POINTS = first(
    3,
    ("checkpoints", "_store", 3),
    ("anchors", "_append", 3),
    ("anchors", "_send", 2),
    ("checkpoints", "_store", 1),
    ("checkpoints", "_last", 2),
    ("anchors", "_append", 1),
)


def child(trail, *command):
    environment = (
        os.environ
        | trail.environment
        | {
            "CASEMGR_PROCESS": "worker",
            "DJANGO_SETTINGS_MODULE": "casemgr.settings",
            "CASEMGR_ANCHOR_FILE": settings.CASEMGR_ANCHOR_FILE,
        }
    )
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)


def wait_until_the_server_noticed(trail):
    """PostgreSQL ends the session of a killed process, and its lock, a moment later."""
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    held = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND {here}"
    until = time.monotonic() + PATIENCE_SECONDS
    with trail.owner() as owner:
        while owner.execute(held, [checkpoints.LOCK]).fetchone() != (0,):
            assert time.monotonic() < until, "the lock of a process that is gone"
            time.sleep(0.05)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point[1]}{point[2]}")
def test_it_goes_on_where_it_was_killed(trail, point):
    module, name, call = point
    trail.write(120, seed=4)
    done = child(trail, "-c", CALLS.format(module=module, name=name, call=call))
    assert done.returncode == -signal.SIGKILL, done.stderr
    trail.write(40, seed=5)
    wait_until_the_server_noticed(trail)
    trail.checkpoint()
    report = trail.verify()
    assert report.findings == [] and report.entries == 163 and report.unplaced == 0
    assert len(trail.anchors.read_text().splitlines()) == report.checkpoints


def test_the_command_says_what_it_found(trail):
    assert child(trail, "-m", "casemgr.cli", "audit", "verify").returncode == 2  # there is no anchor file yet
    entries = trail.write(60, seed=6)
    made = child(trail, "-m", "casemgr.cli", "audit", "checkpoint")
    assert made.returncode == 0 and "Made 4 checkpoints and anchored 4" in made.stdout
    key = child(trail, "-m", "casemgr.cli", "audit", "public-key").stdout.strip()
    intact = child(trail, "-m", "casemgr.cli", "audit", "verify", "--public-key", key)
    assert intact.returncode == 0 and "63 entries in 4 checkpoints" in intact.stdout, intact
    with trail.owner() as owner:
        owner.execute("UPDATE audit_auditentry SET reason = 'x' WHERE id = %s", [entries[10]])
    found = child(trail, "-m", "casemgr.cli", "audit", "verify")
    assert found.returncode == 1 and str(entries[10]) in found.stdout and "sequence" in found.stdout
    wrong = child(trail, "-m", "casemgr.cli", "audit", "verify", "--public-key", "abc")
    assert wrong.returncode == 2 and "64 hexadecimal digits" in wrong.stderr
