"""The processes that `./run` starts, ends with it, and never leaves behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from casemgr.cli.refusal import Refused
from casemgr.embedded_postgres.identity import end_with_parent

PATIENCE_SECONDS = 90
LAST_LINES = 15


class Child:
    """One of our processes, with its output in a file of the data folder."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop things in order
                preexec_fn=end_with_parent,
            )

    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The end of its output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_LINES:])

    def stop(self, patience_seconds: float = 10) -> None:
        """Ask it to end; after `patience_seconds` end it and everything it started."""
        self.process.terminate()
        try:
            self.process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def run_to_end(*arguments: str, environment: Mapping[str, str], capture: bool = False) -> str:
    """Run another `casemgr` command; its progress is shown, or its output returned. Refused when it fails."""
    command = [sys.executable, "-m", "casemgr.cli", *arguments]
    done = subprocess.run(
        command, env=dict(environment), text=True, stdout=subprocess.PIPE if capture else None, check=False
    )
    if done.returncode:
        raise Refused(f"`casemgr {' '.join(arguments)}` did not succeed; its message is above.")
    return done.stdout or ""


def wait_until_healthy(child: Child, url: str) -> None:
    """Return once `url` answers 200. Refused when the process ends or takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not child.has_ended():
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own loopback address)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Refused(f"The {child.name} process did not come up. Its last words:\n{child.last_words()}")
