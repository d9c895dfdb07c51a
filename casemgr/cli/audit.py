"""`casemgr audit`: check the trail against what was signed and anchored; make a checkpoint; show the public key."""

import argparse
import sys
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection

from casemgr.audit import anchors, checkpoints
from casemgr.audit.verify import Report, verify
from casemgr.cli.refusal import Refused
from casemgr.encryption import signatures
from casemgr.encryption.errors import MasterKeyUnusable

INTACT, TAMPERED, CANT_TELL = 0, 1, 2
SHOWN = 50
EVERY = 100_000


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr audit`."""
    parser = commands.add_parser("audit", help="check that the audit trail is as it was written")
    acts = parser.add_subparsers(title="acts", dest="act", required=True)
    check = acts.add_parser("verify", help="exit code 0: intact, 1: tampered with, 2: can't tell")
    check.add_argument("--anchors", help="the anchor file, best a copy kept elsewhere (default: CASEMGR_ANCHOR_FILE)")
    check.add_argument("--public-key", help="64 hexadecimal digits, kept elsewhere (default: this instance's)")
    check.add_argument("--database", help="postgresql:// URL of a login that reads the trail (default: the worker's)")
    acts.add_parser("checkpoint", help="sign what was written since the last checkpoint, and anchor it")
    acts.add_parser("public-key", help="print the key that checks signatures, to keep elsewhere")


def run(arguments: argparse.Namespace) -> int:
    """Do one of the three."""
    if arguments.act == "public-key":
        print(signatures.public_key(checkpoints.PURPOSE).hex())
        return INTACT
    if arguments.act == "checkpoint":
        return _checkpoint()
    try:
        return _verify(arguments)
    except (Refused, ValueError, psycopg.Error, DatabaseError) as error:
        print(f"It can't be told whether the trail is intact: {error}", file=sys.stderr)
        return CANT_TELL


def _checkpoint() -> int:
    made = 0
    while batch := checkpoints.make_checkpoints():
        made += len(batch)
    print(f"Made {made} checkpoints and anchored {anchors.anchor()}.")
    if not settings.CASEMGR_ANCHOR_FILE:
        print("CASEMGR_ANCHOR_FILE is not set: nothing is kept outside the database.", file=sys.stderr)
    return INTACT


def _verify(arguments: argparse.Namespace) -> int:
    public, kept = _public_key(arguments.public_key), arguments.anchors or settings.CASEMGR_ANCHOR_FILE
    if kept and not Path(kept).exists():
        raise Refused(f"There is no anchor file {kept}.")
    if arguments.database:
        with psycopg.connect(arguments.database) as database:
            report = _look(database, public, kept)
    else:
        with checkpoints.checkpointing() as alone:
            if not alone:
                raise Refused("A checkpoint is being made. Try again in a moment.")
            report = _look(connection.connection, public, kept)
    return _tell(report, bool(kept))


def _look(database: "psycopg.Connection[tuple[object, ...]]", public: bytes, kept: str) -> Report:
    def progress(entries: int) -> None:
        if entries % EVERY == 0:
            print(f"{entries:,} entries …", file=sys.stderr, flush=True)

    return verify(database, public, Path(kept) if kept else None, progress)


def _tell(report: Report, anchored: bool) -> int:
    print(f"{report.entries:,} entries in {report.checkpoints:,} checkpoints; {report.unplaced:,} newer than the last.")
    for found in report.findings[:SHOWN]:
        parts = [found.what, f"organization {found.organization}"]
        parts += [f"sequence {found.sequence}"] if found.sequence is not None else []
        parts += [f"entry {found.entry}"] if found.entry else []
        parts += [found.at] if found.at else []
        print("TAMPERED: " + ", ".join(parts))
    if len(report.findings) > SHOWN:
        print(f"… and {len(report.findings) - SHOWN:,} more.")
    if report.findings:
        return TAMPERED
    if not report.checkpoints:
        print("There are no checkpoints: nothing can be told. Run `casemgr audit checkpoint`.")
        return CANT_TELL
    print("The trail is as it was signed.")
    if not anchored:
        print("No anchors were given: a trail that was cut at its end, or signed anew, would look the same.")
    return INTACT


def _public_key(given: str | None) -> bytes:
    try:
        return bytes.fromhex(given) if given else signatures.public_key(checkpoints.PURPOSE)
    except ValueError:
        raise Refused("The public key is 64 hexadecimal digits.") from None
    except MasterKeyUnusable:
        raise Refused("Without this instance's master key, give --public-key.") from None
