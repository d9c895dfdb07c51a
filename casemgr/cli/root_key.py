"""`casemgr keys rotate root`: another root key, everything sealed anew under its keys; later the older keys go."""

import argparse

from django.db import transaction

from casemgr.accounts import resealing
from casemgr.audit import events
from casemgr.cli.key_trail import tell_all
from casemgr.encryption import root, root_rotation
from casemgr.encryption.router import KEYS


def add_parser(rotate: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of it."""
    parser = rotate.add_parser("root", help="another root key: shares of the old one open nothing any more")
    parser.add_argument("--finish", action="store_true", help="destroy the older keys under it, an hour later or more")
    parser.set_defaults(do=_rotate)


def _rotate(arguments: argparse.Namespace) -> int:
    if arguments.finish:
        return _finish()
    if root_rotation.unfinished():
        print(f"Going on with root key {root.current().version}: its older keys aren't destroyed yet.")
    else:
        tell_all(events.ROOT_KEY_ROTATED, {"version": root.current().version + 1, "step": "begin"})
        print(f"Root key {root_rotation.begin()} is in use. Older recovery shares open nothing here any more.")
    _seal_anew()
    print("Now back up the key store and the database, and make new shares: casemgr keys split")
    print("When no older backup of the database counts any more, run: casemgr keys rotate root --finish")
    return 0


def _finish() -> int:
    version = root.current().version
    if not root_rotation.unfinished():
        print(f"Nothing is left to destroy: root key {version} has no older keys.")
        return 0
    root_rotation.require_settled()
    _seal_anew()
    with transaction.atomic(using=KEYS), transaction.atomic():
        tell_all(events.ROOT_KEY_ROTATED, {"version": version, "step": "finish"})
        root_rotation.destroy_older()
    print(f"The older keys are destroyed. Only what hangs on root key {version} opens.")
    return 0


def _seal_anew() -> None:
    changed, broken = resealing.reseal(lambda done: print(f"  {done} rows of secrets looked at", flush=True))
    print(f"{changed} second factors, client secrets and webhooks were sealed anew.")
    if broken:
        print(f"{broken} don't open, before and after: whoever they belong to sets them up again.")
