"""`casemgr serve`: one web node."""

import argparse
import os
import sys

from casemgr import environment as env
from casemgr.cli.refusal import Refused

DEFAULT_PORT = 8000


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr serve`."""
    parser = commands.add_parser("serve", help="serve the web application and the partner API")
    port = env.number("CASEMGR_PORT", DEFAULT_PORT)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=port, help="port (default: CASEMGR_PORT, else 8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes: only 1")
    parser.add_argument("--threads", type=int, default=4, help="threads per process (default: 4)")


def run(arguments: argparse.Namespace) -> int:
    """Become the server: this process is replaced, so that signals reach it."""
    if arguments.workers != 1:
        raise Refused("Serve with one process and more --threads: limits and used codes are counted in its memory.")
    os.environ["CASEMGR_PROCESS"] = "web"
    options = {name: getattr(arguments, name) for name in ("host", "port", "workers", "threads")}
    os.execv(sys.executable, command(**options))  # noqa: S606


def command(*, host: str, port: int, workers: int = 1, threads: int = 4) -> list[str]:
    """The server's command line. WSGI, since synchronous views cost less CPU on it; no access log."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        "blocking-threads": threads,
        "log-level": "warning",
        "workers-kill-timeout": 10,
        "http": "1",  # the proxy speaks it; one protocol less to attack
        "http1-header-read-timeout": 10_000,  # milliseconds: a connection that says nothing holds nothing
        "http1-buffer-size": 65_536,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *flags, "--no-ws", "casemgr.wsgi:application"]
