"""Checkpoints: entries get a place in their organization's sequence, and a signed Merkle root says what stood there.

Who owns the database can rewrite any table in it, and any chain of hashes too. What they can't do is sign; and what was
signed before is kept outside (anchors.py). Entries get their place here, a few minutes after they were written, and not
by a trigger at each insert: without a key such a chain proves nothing, and it made writers wait (docs/decisions/0019).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from casemgr.audit import bodies, merkle
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import signatures
from casemgr.ids import uuid7

PURPOSE = "audit checkpoints"
INSTANCE = UUID(int=0)  # whose entries belong to no organization
MOST = 10_000
#: entries older than this before the last one that got a place come too late to be honest: no transaction is so long
LATEST = datetime.timedelta(hours=1)
LOCK = 4_150_004  # of PostgreSQL's advisory locks: one checkpointing at a time
SCOPE = "checkpoint"  # lets the worker's login read all of the trail, and nothing else


@dataclass(frozen=True)
class Checkpoint:
    """What is signed: an organization's entries `first` to `last` hash to `root`; `previous` is the one before."""

    organization: str
    number: int
    first: int
    last: int
    root: str
    previous: str
    made_at: str
    key: str
    signature: str = ""

    def content(self) -> bytes:
        """The bytes that are signed: all but the signature, as JSON with sorted keys."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()

    def digest(self) -> str:
        """What the next one calls `previous`."""
        return hashlib.sha256(self.content() + bytes.fromhex(self.signature)).hexdigest()


@contextmanager
def checkpointing() -> Iterator[bool]:
    """A transaction that may read the whole trail; False when another process is at it."""
    with acting_as(Actor(INSTANCE, None, SCOPE)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        yield bool(cursor.fetchone()[0])


def make_checkpoints() -> list[Checkpoint]:
    """One checkpoint for each organization with new entries, at most 10,000 entries each; [] when there are none."""
    with checkpointing() as alone:
        if not alone:
            return []
        return [made for owner in _owners() if (made := _checkpoint(owner))]


def stored(organization: UUID | None = None, after: int = 0) -> list[Checkpoint]:
    """Checkpoints kept in the database, by organization and number; call it inside `checkpointing()`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id, number, first, last, root, previous, made_at, key, signature "
            "FROM audit_checkpoint WHERE number > %s AND (%s::uuid IS NULL OR organization_id = %s) "
            "ORDER BY organization_id, number",
            [after, organization, organization],
        )
        return [Checkpoint(str(row[0]), *row[1:]) for row in cursor.fetchall()]


def _owners() -> list[UUID]:
    """The instance and every organization, those that practise included: policies hide these from a stated actor."""
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_organization ORDER BY id")
        return [INSTANCE, *(row[0] for row in cursor.fetchall())]


def _checkpoint(organization: UUID) -> Checkpoint | None:
    last = _last(organization)
    rows = _new_entries(organization)
    if not rows:
        return None
    first = last.last + 1 if last else 1
    leaves = [
        (organization, first + i, row[0], row[1], merkle.leaf_hash(row[2].encode())) for i, row in enumerate(rows)
    ]
    unsigned = Checkpoint(
        organization=str(organization),
        number=last.number + 1 if last else 1,
        first=first,
        last=first + len(leaves) - 1,
        root=merkle.root([leaf[4] for leaf in leaves]).hex(),
        previous=last.digest() if last else "",
        made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        key=signatures.public_key(PURPOSE).hex(),
    )
    signed = Checkpoint(**asdict(unsigned) | {"signature": signatures.sign(PURPOSE, unsigned.content()).hex()})
    _store(signed, leaves)
    return signed


def _last(organization: UUID) -> Checkpoint | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM audit_checkpoint WHERE organization_id = %s", [organization])
        number = cursor.fetchone()[0]
    return stored(organization, after=number - 1)[0] if number else None


def _new_entries(organization: UUID) -> list[tuple[Any, ...]]:
    """Id, time and body of entries without a place, oldest first; not those that come too late to be honest."""
    own = "e.organization_id IS NULL" if organization == INSTANCE else "e.organization_id = %(organization)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT e.id, e.timestamp, {bodies.body()}
            FROM audit_auditentry e LEFT JOIN audit_leaf l ON l.entry_id = e.id
            WHERE {own} AND l.entry_id IS NULL AND e.timestamp > %(since)s
            ORDER BY e.timestamp, e.id LIMIT {MOST}""",  # noqa: S608 - fixed texts
            {"organization": organization, "since": _last_placed(organization) - LATEST},
        )
        return cursor.fetchall()


def _last_placed(organization: UUID) -> datetime.datetime:
    """When the entry that got the last place was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM audit_leaf WHERE organization_id = %s ORDER BY sequence DESC LIMIT 1", [organization]
        )
        row = cursor.fetchone()
    return row[0] if row else datetime.datetime.min.replace(tzinfo=datetime.UTC) + LATEST


def _store(made: Checkpoint, leaves: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO audit_leaf (organization_id, sequence, entry_id, at, hash) VALUES (%s, %s, %s, %s, %s)", leaves
        )
        cursor.execute(
            "INSERT INTO audit_checkpoint (id, organization_id, number, first, last, root, previous, made_at, key, "
            "signature) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [uuid7(), *(UUID(made.organization) if n == "organization" else v for n, v in asdict(made).items())],
        )
