"""Reads the command line, runs one command, turns refusals into a message and an exit code."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from traceback import extract_tb

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from casemgr.cli import surroundings
from casemgr.cli.commands import COMMANDS
from casemgr.cli.refusal import Refused
from casemgr.embedded_postgres import PostgresUnavailable
from casemgr.errors import CasemgrError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own by default); returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(given)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nothing more can be said
        return 1
    except Exception as error:
        print(_plain(error) or _defect(error), file=sys.stderr)
        return 1


def _run(given: list[str]) -> int:
    whole = argparse.ArgumentParser(
        prog="casemgr", description="Case management for organizations that help survivors of human trafficking."
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    chosen = next((command for command in COMMANDS if given and command.name == given[0]), None)
    for command in COMMANDS:
        if command is not chosen:
            commands.add_parser(command.name, help=command.help)
    if chosen is None:
        whole.parse_args(given)  # help, or wrong usage: leaves the process
        return 2
    surroundings.prepare(chosen)
    module = importlib.import_module(f"casemgr.cli.{chosen.module}")
    module.add_parser(commands)
    arguments = whole.parse_args(given)
    with surroundings.database(chosen):
        return module.run(arguments)


def _plain(error: Exception) -> str | None:
    """What to tell about an expected refusal; None for a defect."""
    if isinstance(error, (Refused, CasemgrError, PostgresUnavailable, ImproperlyConfigured)):
        return str(error)
    if isinstance(error, (psycopg.OperationalError, OperationalError)):
        # the first line is the server's or the network's; further ones may repeat a statement
        return f"The database can't be reached or refused the sign-in: {str(error).strip().splitlines()[0]}"
    if type(error).__name__ in {"UnsafeStart", "MasterKeyUnusable", "OrganizationLocked"}:
        return str(error)  # their modules need Django's settings, which may not be loaded
    return None


def _defect(error: Exception) -> str:
    """Kind and place of an error of ours. Its words stay out: they may quote a person."""
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(error.__traceback__)]
    return "\n".join(["This is a defect; please report these lines:", type(error).__name__, *lines])
