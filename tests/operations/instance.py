"""Helpers of the tests that start the whole product as a person would."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

from casemgr.cli.surroundings import ROOT
from casemgr.embedded_postgres import identity

PATIENCE_SECONDS = 600  # a shared machine may be slow; a healthy start takes seconds
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".data*", "__pycache__", ".*_cache", ".hypothesis", "node_modules", "secrets"
)


def copy_project(to: Path) -> Path:
    """A working copy of the project, its environment hard-linked, as if it had been installed there."""
    shutil.copytree(ROOT, to, ignore=LEFT_OUT, symlinks=True)
    shutil.copytree(ROOT / ".venv", to / ".venv", symlinks=True, copy_function=_link)
    for pointer in (to / ".venv").glob("lib/python*/site-packages/_editable_impl_casemgr.pth"):
        pointer.unlink()
        pointer.write_text(str(to))
    stamp = to / ".venv" / "casemgr-state"
    stamp.unlink(missing_ok=True)
    stamp.write_text(f"{(to / 'pyproject.toml').read_text()}{(to / 'uv.lock').read_text()}{to} --dev\n")
    return to


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_ordinary_user() -> dict[str, object]:
    """Arguments of Popen: root appears as user 1000 to the child (nothing to do for anybody else)."""
    if os.getuid() != 0:
        return {}
    return {"preexec_fn": identity._enter_namespace}


class Run:
    """`./run`, started as a child; what it prints is collected until it is ready."""

    def __init__(self, project: Path, *arguments: str, home: Path, **how: object) -> None:
        kept = {k: v for k, v in os.environ.items() if "DATABASE_URL" not in k and not k.startswith("CASEMGR_")}
        kept |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "PYTHONUNBUFFERED": "1"}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = kept
        self.process = subprocess.Popen(
            [str(project / "run"), *arguments],
            cwd="/",
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **how,
        )
        self.said = ""

    def wait_until_ready(self) -> str:
        """Everything printed up to the last line of the welcome. Fails when the process ends before."""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Stop with Ctrl-C"):
                return self.said
        raise AssertionError(f"./run ended with {self.process.wait()}:\n{self.said}")

    @property
    def url(self) -> str:
        """The address that was printed."""
        return re.search(r"http://localhost:\d+", self.said).group()

    @property
    def seconds(self) -> float:
        """How long the start took, as printed."""
        return float(re.search(r"ready after ([\d.]+) s", self.said).group(1))

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        os.kill(self.process.pid, signal.SIGINT)
        self.said += self.process.stdout.read()
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """The end that nothing can prepare for."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


def get(url: str) -> tuple[int, str]:
    """Status and body."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (our own loopback address)
        return answer.status, answer.read().decode()


def processes_of(folder: Path) -> list[str]:
    """Command lines of the running processes that name this folder, or work in it."""
    return [command for command, _environment in _processes(folder)]


def environments_of(folder: Path, program: str) -> list[str]:
    """The environments of the processes of this folder whose command line names `program`."""
    return [environment for command, environment in _processes(folder) if program in command]


def _processes(folder: Path) -> list[tuple[str, str]]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may end while it is looked at
            command, environment = ((entry / part).read_bytes().decode(errors="replace") for part in _PARTS)
            if command and (str(folder) in command or str(folder) in str((entry / "cwd").readlink())):
                found.append((command.replace("\0", " "), environment))
    return found


_PARTS = ("cmdline", "environ")


def casemgr(run: Run, project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`.venv/bin/casemgr` of the copy, beside a running instance."""
    return subprocess.run(
        [str(project / ".venv/bin/python"), "-m", "casemgr.cli", *arguments],
        cwd=project,
        env=run.environment | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
