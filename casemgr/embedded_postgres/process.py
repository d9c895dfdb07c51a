"""Whether a server answers, and waiting until it does."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

START_SECONDS = 60


def is_postgres(pid: int) -> bool:
    """Whether this process id is a PostgreSQL: after a crash the number may belong to another program."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return True  # no /proc here: trust the pid file
    said = status.read_text()
    return "postgres" in said.split("\n", 1)[0] and "\nState:\tZ" not in said


def wait_until(done: Callable[[], bool]) -> None:
    """Ask again and again, for a minute at most; the caller looks at the outcome."""
    deadline = time.monotonic() + START_SECONDS
    pause = 0.02
    while not done() and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 1.3, 0.25)


def answers(conninfo: str) -> bool:
    """Whether a connection can be made."""
    try:
        psycopg.connect(conninfo, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
