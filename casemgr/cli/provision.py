"""`casemgr provision`: makes the separate database logins, the database, and the key store's."""

import argparse

from casemgr import environment as env
from casemgr.cli.refusal import Refused
from casemgr.db import provision


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr provision` takes everything from the environment, so that no password is on a command line."""
    commands.add_parser(
        "provision",
        help="make the database, its logins and the key store's",
        description="Connects with ADMIN_DATABASE_URL (and KEYS_ADMIN_DATABASE_URL), and makes the logins named in "
        "OWNER_, WORKER_, EXPORTER_, REPORTING_, BACKUP_DATABASE_URL, DATABASE_URL and KEYS_DATABASE_URL with the "
        "passwords found there. Each may be given as NAME_FILE. Safe to run again.",
    )


def run(_arguments: argparse.Namespace) -> int:
    """Make or correct everything; what could not be done is said."""
    admin = env.text("ADMIN_DATABASE_URL")
    if not admin:
        raise Refused("Set ADMIN_DATABASE_URL to a login that may create roles and databases.")
    passwords, database = _wanted()
    for note in provision.provision(admin, database=database, passwords=passwords):
        print(f"Note: {note}")
    if keys_admin := env.text("KEYS_ADMIN_DATABASE_URL"):
        keys = env.database(env.text("KEYS_DATABASE_URL"))
        provision.provision_keys(keys_admin, login=keys["USER"], password=keys["PASSWORD"], database=keys["NAME"])
    print("The database and its logins are ready.")
    return 0


def _wanted() -> tuple[dict[str, str], str]:
    """The password of each login that has a URL, and the one database they all name."""
    passwords, databases = {}, set()
    for login in provision.LOGINS:
        if not (url := env.text(login.setting)):
            continue
        found = env.database(url)
        if found["USER"] != login.name:
            raise Refused(f"{login.setting} must use the login {login.name}: the row-level policies name it.")
        passwords[login.name] = found["PASSWORD"]
        databases.add(found["NAME"])
    if len(databases) != 1:
        raise Refused("The URLs must name one and the same database.")
    return passwords, databases.pop()
