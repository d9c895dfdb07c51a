"""`casemgr health`: exit code 0 when the node on this machine is well, 1 when it isn't; for containers and monitors."""

import argparse
import os
import urllib.error
import urllib.request

import psycopg

from casemgr import environment as env
from casemgr.cli.refusal import Refused

SILENCE_SECONDS = 60  # a worker's heartbeat comes every ten seconds


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr health`."""
    parser = commands.add_parser("health", help="say whether the web node or the workers are well")
    parser.add_argument("--worker", action="store_true", help="look for a worker's heartbeat instead of the web node")


def run(arguments: argparse.Namespace) -> int:
    """Print "ok", or refuse with what is wrong."""
    if arguments.worker:
        _check_worker()
    else:
        _check_web()
    print("ok")
    return 0


def _check_web() -> None:
    host = env.words("CASEMGR_ALLOWED_HOSTS", "localhost")[0].lstrip(".")
    address = f"http://127.0.0.1:{os.environ.get('CASEMGR_PORT', '8000')}/health"
    question = urllib.request.Request(address, headers={"Host": host})
    try:
        urllib.request.urlopen(question, timeout=10).close()  # noqa: S310 (our own loopback address)
    except (urllib.error.URLError, OSError) as error:
        raise Refused(f"The web node doesn't answer well: {error}") from None


def _check_worker() -> None:
    """The heartbeats are procrastinate's; the worker's own login reads them."""
    query = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
    with psycopg.connect(env.text("WORKER_DATABASE_URL"), connect_timeout=10) as connection:
        row = connection.execute(query, [SILENCE_SECONDS]).fetchone()
    if not row or not row[0]:
        raise Refused(f"No worker has been heard of for {SILENCE_SECONDS} seconds.")
