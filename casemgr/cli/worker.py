"""`casemgr worker`: runs background jobs, each in the name of the person who asked for it."""

import argparse

from procrastinate.contrib.django import app

from casemgr.logs import be_plain
from casemgr.safe_start import erase_again, erase_rows_again, refuse_unsafe_login, refuse_unsafe_start


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr worker`."""
    parser = commands.add_parser("worker", help="run background jobs")
    parser.add_argument("--concurrency", type=int, default=1, help="jobs at a time (default: 1)")
    parser.add_argument("--once", action="store_true", help="stop when no job is left")


def run(arguments: argparse.Namespace) -> int:
    """Work until asked to stop; a running job is finished first."""
    be_plain()
    refuse_unsafe_start()
    refuse_unsafe_login()
    erase_again()
    erase_rows_again()
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=arguments.concurrency, wait=not arguments.once, delete_jobs="successful")
    return 0
