"""`casemgr migrate`: brings the database and the key store to the newest schema, as the owner login."""

import argparse

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from casemgr.accounts.models import User
from casemgr.cli.refusal import Refused
from casemgr.db import kept_schema, secret
from casemgr.encryption import root
from casemgr.encryption.key_providers import configured
from casemgr.encryption.master_key import read_master_key
from casemgr.encryption.models import OrganizationKey, RootKey

# alias → what people call it, and the apps that live there (none: all the others)
STORES = {"keys": ("key store", ["encryption"]), "owner": ("database", [])}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr migrate`."""
    parser = commands.add_parser("migrate", help="bring the database to the newest schema")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is pending")
    parser.add_argument(
        "--every-migration", action="store_true", help="run them one by one also where the database is empty (a minute)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Apply what is pending, and put the secret that signs actors where only the database reads it."""
    if arguments.check:
        return 1 if any(pending(alias) for alias in STORES) else 0
    for alias, (name, _) in STORES.items():
        if pending(alias):
            print(f"Bringing the {name} to the newest schema …", flush=True)
        prepare(alias, every_migration=arguments.every_migration)
    secret.install(connections["owner"])
    establish()
    print("The database and the key store are up to date.")
    return 0


def prepare(alias: str, *, every_migration: bool = False) -> None:
    """Apply what is pending; an empty database first loads the kept schema, and lacks only what is newer.

    Where nothing is pending, Django still makes the permissions that an interrupted run left out.
    """
    if alias == "owner" and not every_migration and kept_schema.is_empty(connections[alias]):
        try:
            kept_schema.load(connections[alias])
        except DatabaseError as error:
            raise Refused(
                f"The kept schema could not be loaded: {str(error).strip().splitlines()[0]}\n"
                "The database is as empty as before. Run `casemgr provision`, then this again; if that doesn't help, "
                "`casemgr migrate --every-migration` goes without the kept schema."
            ) from error
    call_command("migrate", *STORES[alias][1], database=alias, verbosity=0, interactive=False)


def establish() -> None:
    """Make the root key; where keys were derived from the master key's own bytes before, it is those bytes."""
    used = OrganizationKey.objects.exists() or User.objects.using("owner").exists()
    inherits = used and settings.CASEMGR_KEY_PROVIDER == "file"
    if used and not inherits and not RootKey.objects.exists():
        raise Refused(
            "Run this once with CASEMGR_KEY_PROVIDER=file: what is stored was made with the master key's file."
        )
    if root.establish(inherited=read_master_key(settings.CASEMGR_MASTER_KEY_FILE) if inherits else None):
        print(f"Made the root key, wrapped by {configured().describe()}.")


def pending(alias: str) -> int:
    """How many migrations this database still lacks."""
    executor = MigrationExecutor(connections[alias])
    leaves = executor.loader.graph.leaf_nodes()
    apps = STORES[alias][1]
    return len(executor.migration_plan([leaf for leaf in leaves if not apps or leaf[0] in apps]))
