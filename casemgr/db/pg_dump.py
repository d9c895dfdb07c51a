"""Reads what pg_dump writes, and writes the same schema so that psycopg loads it into any provisioned database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casemgr.db.provision import NAMES, ROLE_OWNER

HEAD = re.compile(
    r"^--\n-- Name: (?P<name>.+); Type: (?P<kind>[A-Z ]+); Schema: (?P<schema>\S+); Owner: .*\n--\n", re.M
)
END = "\n--\n-- PostgreSQL database dump complete\n"
SETTINGS = re.compile(r"^SET default_[a-z_]+ = .*;\n", re.M)  # they would outlive the transaction


@dataclass(frozen=True)
class Entry:
    """One thing of a dump: `kind` is TABLE, POLICY, ACL …, `text` its statements."""

    name: str
    kind: str
    text: str


def entries(dump: str) -> Iterator[Entry]:
    """Everything in a plain dump, in its order."""
    body = dump.partition(END)[0]
    heads = list(HEAD.finditer(body))
    ends = [head.start() for head in heads[1:]] + [len(body)]
    for head, end in zip(heads, ends, strict=True):
        yield Entry(head["name"], head["kind"], SETTINGS.sub("", body[head.end() : end]).strip())


def statements(dump: str) -> Iterator[str]:
    """What makes the dumped schema; rights come last, and don't depend on the login's default privileges.

    Those apply while tables are made, and a dump counts on there being none: they are taken away before its grants.
    """
    found = list(entries(dump))
    yield from (entry.text for entry in found if entry.kind not in ("ACL", "DEFAULT ACL"))
    schemas = [entry.name for entry in found if entry.kind == "SCHEMA"]
    yield from _nobody(schemas)
    # who may use the schema `public`, and what is given by default, is `casemgr provision`'s to say
    yield from (entry.text for entry in found if entry.kind == "ACL" and entry.name != "SCHEMA public")


def _nobody(schemas: Iterable[str]) -> Iterator[str]:
    logins = ", ".join(["PUBLIC", *sorted(set(NAMES) - {ROLE_OWNER})])
    own = ", ".join(schemas)
    yield f"REVOKE ALL ON SCHEMA {own} FROM {logins};"
    for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public, {own} FROM {logins};"
