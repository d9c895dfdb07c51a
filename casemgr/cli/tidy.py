"""`casemgr tidy`: removes sealed files that no document names, left by writes that failed half-way."""

import argparse

from cases.documents.storage import sweep


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr tidy`."""
    commands.add_parser("tidy", help="remove files that belong to nothing")


def run(arguments: argparse.Namespace) -> int:
    """Look through the folder of documents; files of the last day are left alone."""
    print(f"Removed {sweep(using='owner')} files that no document names.")
    return 0
