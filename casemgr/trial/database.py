"""The instance's database: its private server, or the one that DATABASE_URL names."""

import os
from urllib.parse import quote

from casemgr import embedded_postgres
from casemgr.cli.refusal import Refused
from casemgr.db.provision import DATABASE, LOGINS, provision
from casemgr.embedded_postgres import Server
from casemgr.trial.place import Place

NEEDED = ("DATABASE_URL", "OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "EXPORTER_DATABASE_URL")


def is_given() -> bool:
    """Whether the operator brings a server of their own."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def start(place: Place) -> tuple[Server, dict[str, str]]:
    """Start the private server with its logins; returns it and the settings that reach it."""
    server = embedded_postgres.start(place.postgres)
    provision(server.conninfo())
    urls = {login.setting: server.conninfo(login.name, DATABASE) for login in LOGINS}
    return server, {
        **urls,
        "CASEMGR_PRIVATE_POSTGRES": str(place.postgres),
        "KEYS_DATABASE_URL": f"sqlite:///{quote(str(place.data / 'keys.sqlite3'))}",
    }


def given(place: Place) -> dict[str, str]:
    """The operator's URLs. Refused when one is missing: each process signs in as itself."""
    missing = [name for name in NEEDED if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]
    if missing:
        raise Refused(f"DATABASE_URL is set, but not {', '.join(missing)}: see `casemgr provision --help`.")
    if "KEYS_DATABASE_URL" in os.environ or "KEYS_DATABASE_URL_FILE" in os.environ:
        return {}
    return {"KEYS_DATABASE_URL": f"sqlite:///{quote(str(place.data / 'keys.sqlite3'))}"}
