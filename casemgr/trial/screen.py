"""What `./run` says."""

import shlex
import sys
from collections.abc import Mapping

from casemgr.cli.surroundings import ROOT
from casemgr.trial.place import Place


def say(text: str) -> None:
    """One line now, not when a buffer is full."""
    print(text, flush=True)


def warn(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr, flush=True)


def welcome(place: Place, url: str, settings: Mapping[str, str], *, seconds: float) -> None:
    """Where to go and how to sign in."""
    demo = bool(settings["CASEMGR_DEMO"])
    say(f"\nCasemgr is ready after {seconds:.1f} s:  {url}\n")
    if demo and place.demo_stamp.exists():
        say(place.demo_stamp.read_text(encoding="utf-8").rstrip())
        say(f"\nSecond factor of an account:  {_command(place)} demo code ACCOUNT\n")
    if not demo:
        say(f"No demo data. The first organization and its administrator:  {_command(place)} setup\n")
    if "CASEMGR_PRIVATE_POSTGRES" in settings:
        say("It runs on a private PostgreSQL, for trying out: don't keep real people's data here (docs/operate.md).")
    say(f"Data: {place.data}   Keys: {place.keys}\nStop with Ctrl-C.")


def _command(place: Place) -> str:
    """How to call other commands on this instance."""
    if place.data == ROOT / ".data":
        return ".venv/bin/casemgr"
    return f"CASEMGR_DATA_DIR={shlex.quote(str(place.data))} .venv/bin/casemgr"
