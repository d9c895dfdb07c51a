"""What `./run` says."""

import sys
from collections.abc import Mapping

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
        say("\nSecond factor of an account:  .venv/bin/casemgr demo code ACCOUNT\n")
    if not demo:
        say("No demo data. The first organization and its administrator:  .venv/bin/casemgr setup\n")
    if "CASEMGR_PRIVATE_POSTGRES" in settings:
        say("It runs on a private PostgreSQL, for trying out: don't keep real people's data here (docs/operate.md).")
    say(f"Data: {place.data}   Keys: {place.keys}\nStop with Ctrl-C.")
