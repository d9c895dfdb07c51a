"""Check the trail against its checkpoints, and these against what was anchored outside.

Needs a database login that reads the trail, the public key, and the anchors; no secret. Entries are read in
portions; memory holds the checkpoints, eight bytes of anchor an entry, and the findings.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from casemgr.audit import anchors, bodies, merkle
from casemgr.audit.checkpoints import INSTANCE, LATEST, Checkpoint
from casemgr.encryption import signatures

CHUNK = 5_000


@dataclass(frozen=True)
class Finding:
    """Something that isn't as it was: what, whose trail, where in it, which entry, when it was written."""

    what: str
    organization: str
    sequence: int | None = None
    entry: str = ""
    at: str = ""


@dataclass
class Report:
    """What a check found, and how much it looked at."""

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    checkpoints: int = 0
    unplaced: int = 0

    def tell(self, what: str, organization: object, **where: Any) -> None:
        """Add a finding."""
        self.findings.append(Finding(what, str(organization), **where))


Progress = Callable[[int], None]


def verify(
    database: psycopg.Connection[Any], public: bytes, anchored_in: Path | None, progress: Progress = lambda _n: None
) -> Report:
    """Look at every entry. Errors: psycopg.Error; ValueError for an anchor file that can't be read."""
    report = Report()
    anchored = _anchored(anchored_in)
    kept = _checkpoints(database)
    with_places = database.execute("SELECT DISTINCT organization_id FROM audit_leaf").fetchall()
    for organization in sorted({*kept, *anchored, *(row[0] for row in with_places)}):
        _chain(organization, kept[organization], anchored[organization], public, report)
        _leaves(database, organization, kept[organization], anchored[organization], report, progress)
    _without_place(database, report)
    return report


def _anchored(path: Path | None) -> dict[UUID, dict[int, anchors.Anchored]]:
    found: dict[UUID, dict[int, anchors.Anchored]] = defaultdict(dict)
    for one in anchors.read(path) if path else ():
        found[UUID(one.checkpoint.organization)][one.checkpoint.number] = one
    return found


def _checkpoints(database: psycopg.Connection[Any]) -> dict[UUID, list[Checkpoint]]:
    found: dict[UUID, list[Checkpoint]] = defaultdict(list)
    rows = database.execute(
        "SELECT organization_id, number, first, last, root, previous, made_at, key, signature FROM audit_checkpoint "
        "ORDER BY organization_id, number"
    )
    for row in rows:
        found[row[0]].append(Checkpoint(str(row[0]), *row[1:]))
    return found


def _chain(
    organization: UUID,
    kept: list[Checkpoint],
    anchored: dict[int, anchors.Anchored],
    public: bytes,
    report: Report,
) -> None:
    """Each checkpoint is signed, follows the one before, and is the one that was anchored."""
    before, numbers = None, {one.number for one in kept}
    for one in kept:
        report.checkpoints += 1
        where = {"sequence": one.first, "at": one.made_at}
        if one.key != public.hex() or not signatures.verifies(public, one.content(), bytes.fromhex(one.signature)):
            report.tell(f"checkpoint {one.number} isn't signed by this key", organization, **where)
        follows = (before.number + 1, before.last + 1, before.digest()) if before else (1, 1, "")
        if (one.number, one.first, one.previous) != follows:
            report.tell(f"checkpoint {one.number} doesn't follow the one before it", organization, **where)
        known = anchored.get(one.number)
        if known and known.checkpoint != one:
            report.tell(f"checkpoint {one.number} isn't the one that was anchored", organization, **where)
        before = one
    for number, lost in sorted(anchored.items()):
        if number not in numbers:
            told = lost.checkpoint
            gone = f"checkpoint {number} with entries {told.first} to {told.last} was removed"
            report.tell(gone, organization, sequence=told.first, at=told.made_at)


def _leaves(
    database: psycopg.Connection[Any],
    organization: UUID,
    kept: list[Checkpoint],
    anchored: dict[int, anchors.Anchored],
    report: Report,
    progress: Progress,
) -> None:
    """Each entry still hashes to its leaf, each leaf stands in its place, and the leaves hash to the root."""
    rows = _placed(database, organization)
    expected, pending = 1, next(rows, None)
    for one in kept:
        hashes: list[bytes] = []
        known = anchored.get(one.number)
        found_inside = len(report.findings)
        while pending and pending.sequence <= one.last:
            if pending.sequence != expected:
                report.tell("entries were removed here with their places", organization, sequence=expected)
            hashes.append(pending.check(organization, known, one.first, report))
            expected, pending = pending.sequence + 1, next(rows, None)
            report.entries += 1
            progress(report.entries)
        if expected <= one.last:
            report.tell("entries were removed here with their places", organization, sequence=expected)
            expected = one.last + 1
        if merkle.root(hashes).hex() != one.root and len(report.findings) == found_inside:
            what = f"entries {one.first} to {one.last} aren't those of checkpoint {one.number}"
            report.tell(what, organization, sequence=one.first, at=one.made_at)
    while pending:
        report.tell("an entry has a place that no checkpoint gave it", organization, **pending.where())
        pending = next(rows, None)


@dataclass(frozen=True)
class _Placed:
    """A leaf and the entry in its place, if it is there."""

    sequence: int
    entry: UUID
    at: datetime.datetime
    leaf: bytes
    body: str | None
    owner: UUID | None

    def where(self) -> dict[str, Any]:
        return {"sequence": self.sequence, "entry": str(self.entry), "at": self.at.isoformat()}

    def check(self, organization: UUID, known: anchors.Anchored | None, first: int, report: Report) -> bytes:
        """Tell what is wrong with it, and return its leaf's hash as it is kept."""
        if self.body is None:
            report.tell("an entry was removed", organization, **self.where())
        elif merkle.leaf_hash(self.body.encode()) != self.leaf:
            report.tell("an entry was changed", organization, **self.where())
        elif (self.owner or INSTANCE) != organization:
            report.tell("an entry stands in another organization's trail", organization, **self.where())
        elif known and self.leaf[: anchors.PREFIX] != known.leaf(self.sequence - first):
            report.tell("an entry isn't the one that was anchored", organization, **self.where())
        return self.leaf


def _placed(database: psycopg.Connection[Any], organization: UUID) -> Iterator[_Placed]:
    with database.cursor(name="placed") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(
            f"SELECT l.sequence, l.entry_id, l.at, l.hash, CASE WHEN e.id IS NULL THEN NULL ELSE {bodies.body()} END, "  # noqa: S608
            "e.organization_id FROM audit_leaf l LEFT JOIN audit_auditentry e ON e.id = l.entry_id "
            "WHERE l.organization_id = %s ORDER BY l.sequence",
            [organization],
        )
        for row in cursor:
            yield _Placed(row[0], row[1], row[2], bytes(row[3]), row[4], row[5])


def _without_place(database: psycopg.Connection[Any], report: Report) -> None:
    """Entries without a place are new, or were put in afterwards with an older time."""
    rows = database.execute(
        "SELECT DISTINCT ON (organization_id) organization_id, at FROM audit_leaf "
        "ORDER BY organization_id, sequence DESC"
    )
    last: dict[UUID, datetime.datetime] = dict(rows.fetchall())
    with database.cursor(name="unplaced") as cursor:
        cursor.execute(
            "SELECT e.id, e.timestamp, e.organization_id FROM audit_auditentry e "
            "LEFT JOIN audit_leaf l ON l.entry_id = e.id WHERE l.entry_id IS NULL"
        )
        for entry, at, owner in cursor:
            organization = owner or INSTANCE
            if organization in last and at <= last[organization] - LATEST:
                report.tell("an entry was put in afterwards", organization, entry=str(entry), at=at.isoformat())
            else:
                report.unplaced += 1
