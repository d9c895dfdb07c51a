"""`casemgr up`, which `./run` calls: database, schema, demo data, web server and worker on this machine."""

import argparse
import os
import signal
import time
from contextlib import ExitStack
from types import FrameType

from casemgr import environment as env
from casemgr.cli import surroundings
from casemgr.cli.refusal import Refused
from casemgr.cli.serve import DEFAULT_PORT
from casemgr.cli.serve import command as serve_command
from casemgr.trial import database, port, schema, secrets
from casemgr.trial.place import Place
from casemgr.trial.processes import Child, run_to_end, wait_until_healthy
from casemgr.trial.screen import say, warn, welcome
from frontend.catalogues import compile_stale

# Logins that a process never holds.
NOT_FOR = {
    "web": ("OWNER", "BACKUP", "REPORTING", "WORKER", "EXPORTER"),
    "worker": ("OWNER", "BACKUP", "REPORTING"),
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `./run`."""
    parser = commands.add_parser(
        "up",
        prog=os.environ.get("CASEMGR_CALLED_AS"),
        description="Start Casemgr on this machine with demo data. Without DATABASE_URL it brings its own PostgreSQL.",
    )
    wanted = env.number("CASEMGR_PORT", DEFAULT_PORT)
    parser.add_argument("--port", type=int, default=wanted, help=f"port of the web application (default: {wanted})")
    parser.add_argument("--no-demo", action="store_true", help="start empty; `casemgr setup` makes the first account")
    parser.add_argument("--reset", action="store_true", help="first delete everything in the data folder")
    parser.add_argument("--yes", action="store_true", help="with --reset: don't ask, even when it isn't demo data")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: CASEMGR_DATA_DIR, else .data here)")


def run(arguments: argparse.Namespace) -> int:
    """Start everything, wait for Ctrl-C, stop everything that was started."""
    began = time.monotonic()
    place = Place(surroundings.data_dir(arguments.data))
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        with ExitStack() as stack:
            lock = stack.enter_context(place.lock())
            if arguments.reset:
                _reset(place, sure=arguments.yes)
            settings = _prepare(place, arguments, stack)
            url = f"http://localhost:{settings['CASEMGR_PORT']}"
            children = _start(place, settings, url, stack)
            lock.write(url)
            lock.flush()
            welcome(place, url, settings, seconds=time.monotonic() - began)
            return _watch(children)
    except KeyboardInterrupt:
        say("Stopped.")
        return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # once is enough: stopping takes a moment
    say("\nStopping …")
    raise KeyboardInterrupt


def _prepare(place: Place, arguments: argparse.Namespace, stack: ExitStack) -> dict[str, str]:
    """Everything up to a filled database; returns the settings of all processes."""
    settings = {
        "CASEMGR_DATA_DIR": str(place.data),
        "CASEMGR_DEMO": "" if arguments.no_demo else "1",
        "CASEMGR_TRIAL": "1",
        "CASEMGR_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "CASEMGR_PORT": str(_choose_port(arguments.port)),
        **secrets.ensure(place),
    }
    if database.is_given():
        settings |= database.given(place)
    else:
        say("Starting the private PostgreSQL …")
        server, urls = database.start(place)
        stack.callback(server.stop)
        settings |= urls
    surroundings.write(place.data, settings)
    compile_stale()
    _migrate(place, settings)
    if not arguments.no_demo:
        _fill(place, settings)
    return settings


def _choose_port(wanted: int) -> int:
    chosen = port.first_free(wanted)
    if chosen != wanted:
        say(f"Port {wanted} is taken; using {chosen}.")
    return chosen


def _migrate(place: Place, settings: dict[str, str]) -> None:
    private = "CASEMGR_PRIVATE_POSTGRES" in settings
    if private and schema.is_current(place):
        return
    say("Preparing the database (some seconds the first time) …")
    run_to_end("migrate", environment=os.environ | settings)
    if private:
        schema.mark_current(place)


def _fill(place: Place, settings: dict[str, str]) -> None:
    """Load the demo, and keep its table of accounts: the stamp that says that it is complete."""
    if place.demo_stamp.exists():
        return
    say("Filling in demo data (invented people; a minute or two the first time) …")
    run_to_end("sample", "--load", environment=os.environ | settings)
    accounts = run_to_end("demo", "accounts", environment=os.environ | settings, capture=True)
    place.demo_stamp.write_text(accounts, encoding="utf-8")


def _start(place: Place, settings: dict[str, str], url: str, stack: ExitStack) -> list[Child]:
    """The web server until it answers, then the worker: side by side they would delay each other."""
    serve = serve_command(host="127.0.0.1", port=int(settings["CASEMGR_PORT"]))
    work = [serve[0], "-m", "casemgr.cli", "worker"]
    children = []
    for name, command in (("web", serve), ("worker", work)):
        child = Child(name, command, _environment(name, settings), place.data / f"{name}.log")
        stack.callback(child.stop)
        children.append(child)
        if name == "web":
            wait_until_healthy(child, f"{url}/health")
    return children


def _environment(process: str, settings: dict[str, str]) -> dict[str, str]:
    """The settings of one process, without the database logins that aren't its own."""
    kept = {**os.environ, **settings, "CASEMGR_PROCESS": process, "DJANGO_SETTINGS_MODULE": "casemgr.settings"}
    for login in NOT_FOR[process]:
        kept.pop(f"{login}_DATABASE_URL", None)
        kept.pop(f"{login}_DATABASE_URL_FILE", None)
    return kept


def _watch(children: list[Child]) -> int:
    """Wait until Ctrl-C; one process that ends by itself ends all."""
    while True:
        for child in children:
            if child.has_ended():
                warn(f"The {child.name} process ended. Its last words:\n{child.last_words()}")
                return 1
        time.sleep(0.5)


def _reset(place: Place, *, sure: bool) -> None:
    if database.is_given():
        raise Refused("--reset deletes a private database; DATABASE_URL names one of yours, which is left alone.")
    if place.postgres.exists() and not (sure or place.demo_stamp.exists()):
        raise Refused(f"{place.data} doesn't hold a complete demo. To delete it all the same: --reset --yes")
    place.remove()
    say("Deleted what was there.")
