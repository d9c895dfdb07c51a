"""`casemgr sample`: invented cases, as a file or as a whole demo instance."""

import argparse
import datetime
import importlib
from pathlib import Path

from casemgr.cli import surroundings
from casemgr.cli.commands import Command
from casemgr.cli.refusal import Refused
from cases.sample import formats, generator

DESCRIPTION = """Make invented cases, shaped on published CTDC statistics, about nobody. Same seed, same cases.

  casemgr sample --cases 20000 --format ctdc --out cases.csv     a file (.csv or .xlsx)
  casemgr sample --cases 1000 --load                             a demo: organizations, accounts, cases, referrals"""


_LOADING = Command("sample", "make invented cases")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr sample …`."""
    parser = commands.add_parser(
        "sample",
        help="make invented cases: a file, or a demo instance",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cases", type=int, default=1000, metavar="N", help="how many cases in all (1000)")
    parser.add_argument("--organizations", type=int, metavar="M", help="spread over M of them (file 1, demo 3)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same cases (1)")
    parser.add_argument("--until", type=datetime.date.fromisoformat, metavar="DAY", help="last day of registration")
    parser.add_argument("--format", choices=("htcds", "ctdc"), default="htcds", help="columns of the file (htcds)")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="FILE", help="write FILE, or one file an organization: FILE-1 …")
    where.add_argument("--load", action="store_true", help="fill this instance; refused unless CASEMGR_DEMO is set")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    arguments.organizations = arguments.organizations or (3 if arguments.load else 1)
    if arguments.cases < 1 or arguments.organizations < 1:
        raise Refused("--cases and --organizations must be at least 1.")
    if arguments.load:
        _load(arguments)
    else:
        _write(arguments)
    return 0


def _load(arguments: argparse.Namespace) -> None:
    """Only this way needs an instance: a file is made without one."""
    surroundings.prepare(_LOADING)
    with surroundings.database(_LOADING):
        demo = importlib.import_module("casemgr.cli.sample_demo")
        demo.load_demo(arguments.cases, arguments.organizations, arguments.seed)


def _write(arguments: argparse.Namespace) -> None:
    """One file, or with --organizations a file for each: FILE-1.csv, FILE-2.csv …"""
    until = arguments.until or datetime.date(2026, 10, 31)  # fixed, so that a seed alone says what comes out
    start = 0
    for number in range(1, arguments.organizations + 1):
        count = generator.share(arguments.cases, arguments.organizations, number)
        people = generator.people(count, seed=arguments.seed, until=until, start=start)
        formats.write(people, arguments.format, _path(arguments.out, number, arguments.organizations))
        start += count


def _path(out: Path, number: int, organizations: int) -> Path:
    return out if organizations == 1 else out.with_stem(f"{out.stem}-{number}")
