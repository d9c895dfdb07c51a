"""Makes, starts, finds and stops a server on a data folder."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casemgr.embedded_postgres.errors import PostgresUnavailable
from casemgr.embedded_postgres.identity import as_whom, hand_over, identity
from casemgr.embedded_postgres.process import START_SECONDS, answers, is_postgres, wait_until
from casemgr.embedded_postgres.programs import locale, programs, version
from casemgr.embedded_postgres.settings import settings_for
from casemgr.embedded_postgres.socket_folder import make_socket_dir

SUPERUSER = "postgres"


@dataclass
class Server:
    """A running server. `process` is None when it was already running and this process only found it."""

    data_dir: Path
    socket_dir: Path
    pid: int
    port: int
    process: subprocess.Popen[bytes] | None = None

    def conninfo(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """A connection string over the socket."""
        return f"postgresql://{user}@/{database}?host={self.socket_dir}&port={self.port}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back. Returns when the server has gone."""
        if self.process is None or self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGINT)
            if self.process is not None:
                self.process.wait(timeout=START_SECONDS)
            else:
                wait_until(lambda: not is_postgres(self.pid))
        if self.socket_dir.parent != self.data_dir:
            with contextlib.suppress(OSError):  # made again at the next start
                self.socket_dir.rmdir()


def start(data_dir: Path, *, fast: bool = False, tcp_port: int | None = None) -> Server:
    """Start the server on `data_dir`, made on first use; find it when it is already running.

    `fast` gives up durability (tests). `tcp_port` lets it also listen on 127.0.0.1, with passwords.
    Raises PostgresUnavailable.
    """
    data_dir = data_dir.resolve()
    if not (data_dir / "PG_VERSION").exists():
        _initialize(data_dir)
    return find_running(data_dir) or _launch(data_dir, settings_for(fast=fast, tcp_port=tcp_port))


def find_running(data_dir: Path) -> Server | None:
    """The server that already runs on this data; a pid file left by a crash is removed."""
    pid_file = data_dir.resolve() / "postmaster.pid"
    try:
        lines = pid_file.read_text().splitlines()
        pid, port, socket_dir = int(lines[0]), int(lines[3]), Path(lines[4])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not is_postgres(pid):
        pid_file.unlink(missing_ok=True)
        return None
    server = Server(data_dir.resolve(), socket_dir, pid, port)
    wait_until(lambda: answers(server.conninfo()) or not is_postgres(pid))
    return server if is_postgres(pid) else None


def _initialize(data_dir: Path) -> None:
    """Make the data aside and rename it, so that an interrupted start leaves nothing half-made."""
    if data_dir.exists() and any(data_dir.iterdir()):
        raise PostgresUnavailable(f"{data_dir} is neither empty nor PostgreSQL data. Choose another folder.")
    draft = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    hand_over(draft)
    command = [str(programs() / "initdb"), "-D", str(draft), "-U", SUPERUSER, "-E", "UTF8", *locale()]
    command += ["--auth-local=trust", "--auth-host=scram-sha-256"]
    made = subprocess.run(command, capture_output=True, text=True, **identity())
    if made.returncode:
        raise PostgresUnavailable(f"PostgreSQL could not fill {draft}:\n{made.stderr.strip()}{as_whom()}")
    draft.rename(data_dir)


def _launch(data_dir: Path, settings: Mapping[str, str]) -> Server:
    _check(data_dir)
    socket_dir = make_socket_dir(data_dir)
    settings = {**settings, "unix_socket_directories": str(socket_dir)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = data_dir / "server.log"
    with log.open("ab") as output:
        command = [str(programs() / "postgres"), "-D", str(data_dir), *options]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **identity(),
        )
    server = Server(data_dir, socket_dir, process.pid, int(settings["port"]), process)
    wait_until(lambda: process.poll() is not None or answers(server.conninfo()))
    if process.poll() is None and answers(server.conninfo()):
        return server
    server.stop()
    raise PostgresUnavailable(f"PostgreSQL did not start on {data_dir}. Its last words:\n{_tail(log)}")


def _check(data_dir: Path) -> None:
    if os.getuid() not in (0, data_dir.stat().st_uid):
        raise PostgresUnavailable(f"{data_dir} belongs to another user. Choose another data folder.")
    made_by = (data_dir / "PG_VERSION").read_text().strip()
    if int(made_by) != version():
        raise PostgresUnavailable(
            f"{data_dir} was made by PostgreSQL {made_by}; the programs here are version {version()}. "
            "Use the version that made it, or another data folder."
        )


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])
