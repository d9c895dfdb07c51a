"""`casemgr tidy`: removes sealed files that no document names, and what was kept for long enough."""

import argparse

from casemgr.accounts.tries import purge as purge_sign_ins
from cases.documents.storage import sweep
from cases.merging.snapshots import DAYS, purge
from referrals import attachments
from referrals.webhooks import keeping


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr tidy`."""
    commands.add_parser("tidy", help="remove files that belong to nothing, old snapshots of merges and events")


def run(arguments: argparse.Namespace) -> int:
    """Look through the folder of documents; files of the last day are left alone."""
    print(f"Removed {sweep(using='owner')} files that no document names.")
    print(f"Removed {attachments.sweep(using='owner')} released copies that nobody can open any more.")
    print(f"Removed {purge(using='owner')} snapshots of merges older than {DAYS} days.")
    print(f"Removed {keeping.purge(using='owner')} events older than {keeping.DAYS} days with their deliveries.")
    print(f"Removed {purge_sign_ins(using='owner')} sign-ins and counts of wrong tries that say nothing any more.")
    return 0
