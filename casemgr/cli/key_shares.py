"""`casemgr keys split` and `casemgr keys recover`: the root key on paper, for k of n people."""

import argparse
import sys
from pathlib import Path

from django.db import transaction

from casemgr.audit import events
from casemgr.cli.key_trail import tell_all
from casemgr.cli.refusal import Refused
from casemgr.cli.share_pages import page, write_into
from casemgr.encryption import master_rotation, recovery, root
from casemgr.encryption.errors import ShareRefused
from casemgr.encryption.key_providers.file import FileProvider
from casemgr.encryption.master_key import make_master_key, refuse_place
from casemgr.encryption.one_at_a_time import alone
from casemgr.encryption.router import KEYS


def add_parsers(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of both."""
    split = acts.add_parser("split", help="print the recovery key in shares for several people")
    split.add_argument("--threshold", type=int, required=True, metavar="K", help="how many open everything together")
    split.add_argument("--of", type=int, required=True, metavar="N", help="how many shares are made, at most 16")
    split.add_argument("--into", metavar="FOLDER", help="a file for each share, instead of printing them here")
    split.set_defaults(do=_split)
    recover = acts.add_parser("recover", help="make a new master key from enough shares")
    recover.add_argument("--new-file", required=True, metavar="PATH", help="where the new master key is made")
    recover.set_defaults(do=_recover, waits=True)


def _split(arguments: argparse.Namespace) -> int:
    row = root.current()
    made = recovery.split(
        root.open_root(row.version),
        fingerprint=bytes(row.fingerprint),
        root_version=row.version,
        threshold=arguments.threshold,
        count=arguments.of,
    )
    if arguments.threshold == arguments.of:
        print("Each share is needed: one that is lost makes the others worthless.", file=sys.stderr)
    told: dict[str, str | int] = {"threshold": arguments.threshold, "shares": arguments.of}
    if arguments.into:
        write_into(Path(arguments.into), made, before=lambda: tell_all(events.RECOVERY_KEY_SPLIT, told))
        print(f"{len(made)} shares lie in {arguments.into}. Hand each to another person, then delete them there.")
        return 0
    tell_all(events.RECOVERY_KEY_SPLIT, told)
    print("\f".join(page(share) for share in made), end="")
    return 0


def _recover(arguments: argparse.Namespace) -> int:
    path = Path(arguments.new_file)
    refuse_place(path)
    row = root.current()
    gathering = recovery.Gathering(row.version, bytes(row.fingerprint))
    (_ask if sys.stdin.isatty() else _read)(gathering)
    secret = gathering.secret()
    with alone():
        root.accept(row.version, secret)
        make_master_key(path)
        try:
            with transaction.atomic(using=KEYS), transaction.atomic():
                tell_all(events.MASTER_KEY_RECOVERED, {"shares": len(gathering.shares)})
                master_rotation.add(FileProvider(path))
        except BaseException:
            path.unlink(missing_ok=True)  # a key that opens nothing must not be taken for the right one
            raise
    print(f"The root key opens with the new master key in {path}.")
    print("Put it where CASEMGR_MASTER_KEY_FILE says (CASEMGR_KEY_PROVIDER: file), restart web and worker, and run:")
    print("casemgr keys rotate master --finish")
    return 0


def _ask(gathering: recovery.Gathering) -> None:
    """At a terminal: a refused row is asked again."""
    print("Type the shares row by row. An empty line starts a share again.", file=sys.stderr)
    while not gathering.complete:
        number = f"{len(gathering.shares) + 1} of {gathering.threshold or '?'}"
        try:
            line = input(f"Share {number}, row {gathering.row}: ")
        except EOFError:
            return
        if not line.strip():
            gathering.start_over()
            continue
        try:
            gathering.add(line)
        except ShareRefused as refusal:
            print(refusal, file=sys.stderr)


def _read(gathering: recovery.Gathering) -> None:
    """From a pipe or a file: the first refusal ends it, with the line's number."""
    for number, line in enumerate(sys.stdin, 1):
        if gathering.complete:
            return
        if line.strip():
            try:
                gathering.add(line)
            except ShareRefused as refusal:
                raise Refused(f"Line {number}: {refusal} Nothing was changed.") from None
