"""Tell what the columns of a staged file mean, and see how it would be read, before anything is imported."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.errors import NotFound, NotInThisState
from cases.ending_keys import destroy_surely
from cases.importing.actions import digest_of
from cases.importing.cells import reader
from cases.importing.facts import ImportedCase
from cases.importing.mapping import Column, Mapping, heading_key
from cases.importing.problems import CellRefused, Code, FileRefused, Problem
from cases.importing.readers import open_table
from cases.importing.rows import RowReader
from cases.importing.running import digest_key
from cases.importing.staging import discard, stage_file, stage_mapping, staged_file
from cases.importing.table import SourceRow
from cases.models import ImportBatch

SAMPLES, LOOKED_AT, VALUES = 3, 500, 40
KEPT_HOURS = 24


@dataclass(frozen=True)
class Heading:
    """A column of the file: its heading and the first cells that hold something."""

    text: str
    samples: tuple[str, ...]


@dataclass
class Look:
    """The headings and first rows of the file, opened once: a table as far as it was looked at."""

    format: str
    headings: list[str]
    row_count: int
    first: list[SourceRow]

    def rows(self) -> Iterator[SourceRow]:
        """The first rows."""
        return iter(self.first)

    def columns(self) -> list[Heading]:
        """The columns with a few cells of each."""
        cells = [row.cells for row in self.first]
        return [
            Heading(heading, tuple(islice(_filled(cells, index), SAMPLES)))
            for index, heading in enumerate(self.headings)
            if heading.strip()
        ]


@dataclass(frozen=True)
class Preview:
    """How the first rows would be read: good ones, problems of the others, and cells whose code isn't known yet."""

    looked_at: int
    good: int
    problems: tuple[Problem, ...]
    unknown: dict[str, tuple[str, ...]]


@transaction.atomic
def sketch_import(stream: BinaryIO, *, by: User) -> ImportBatch:
    """Check a file's shape, seal it, and return its batch, whose columns are to be told.

    Errors: FileRefused, and nothing was stored; NotPermitted, OrganizationLocked.
    """
    require(by, "import_cases")
    key = digest_key(by.home.pk)
    table = open_table(stream)
    _require_headings(table.headings)
    batch = ImportBatch(
        organization=by.home,
        file_digest=digest_of(stream, key),
        format=table.format,
        dry_run=True,
        state=ImportBatch.State.SKETCH,
        rows_total=table.row_count,
        started_by=by,
    )
    try:
        stage_file(batch, stream)
        with transaction.atomic():
            batch.save(force_insert=True)
            trail.record(events.IMPORT_SKETCHED, by=by, subject=batch, facts={"rows": table.row_count})
    except BaseException:
        discard(batch)
        raise
    return batch


@transaction.atomic
def find_sketch(public_id: str, *, by: User) -> ImportBatch:
    """A file whose columns this person is telling: nobody else's, since its cells are shown. Errors: NotFound."""
    require(by, "import_cases")
    found = ImportBatch.objects.visible_to(by).filter(started_by=by, state=ImportBatch.State.SKETCH)
    batch = found.filter(public_id=public_id).select_related("organization").first()
    if batch is None:
        raise NotFound()
    return batch


@transaction.atomic
def look(batch: ImportBatch, *, by: User) -> Look:
    """The columns of the file and its first rows. That they were shown enters the trail."""
    trail.record(events.IMPORT_SKETCH_READ, by=by, subject=batch)
    with staged_file(batch) as stream:
        table = open_table(stream)
        return Look(table.format, table.headings, table.row_count, list(islice(table.rows(), LOOKED_AT)))


def preview(seen: Look, mapping: Mapping, *, by: User) -> Preview:
    """How the first rows would be read by this mapping; nothing is written. Errors: FileRefused."""
    reading = RowReader(seen, mapping, today=today(by.home), key=digest_key(by.home.pk))
    results = list(reading.rows())
    good = sum(isinstance(result, ImportedCase) for result in results)
    problems = [problem for result in results if isinstance(result, list) for problem in result]
    unknown = dict(_unknown(seen.headings, seen.first, mapping, today(by.home)))
    return Preview(len(results), good, tuple(problems), unknown)


@transaction.atomic
def start_sketched(batch: ImportBatch, mapping: Mapping, *, dry_run: bool, by: User) -> ImportBatch:
    """The columns are told: the file waits for its job from now on. Errors: NotInThisState, FileRefused."""
    require(by, "import_cases")
    current = ImportBatch.objects.visible_to(by).select_for_update(of=("self",)).select_related("organization")
    locked: ImportBatch = current.get(pk=batch.pk)
    if locked.state != ImportBatch.State.SKETCH or locked.started_by_id != by.pk:
        raise NotInThisState(_("This file was given to the import already."))
    with staged_file(locked) as stream:
        RowReader(open_table(stream), mapping, today=today(by.home), key=digest_key(locked.organization_id))
    stage_mapping(locked, mapping)
    locked.state, locked.dry_run = ImportBatch.State.STAGED, dry_run
    locked.mapping, locked.mapping_digest = mapping.name, mapping.digest
    locked.save(update_fields=["state", "dry_run", "mapping", "mapping_digest"])
    facts: dict[str, str | int] = {"mapping": mapping.name, "rows": locked.rows_total or 0, "dry_run": int(dry_run)}
    trail.record(events.IMPORT_STARTED, by=by, subject=locked, facts=facts)
    return locked


@transaction.atomic
def drop_sketch(batch: ImportBatch, *, by: User) -> None:
    """The person who sent the file doesn't go on; it is destroyed."""
    found = find_sketch(batch.public_id, by=by)
    _end([found])
    trail.record(events.IMPORT_CANCELLED, by=by, subject=found)


@transaction.atomic
def drop_old_sketches(*, by: User) -> None:
    """Destroy files of this organization with which nobody went on for a day."""
    since = timezone.now() - datetime.timedelta(hours=KEPT_HOURS)
    old = ImportBatch.objects.visible_to(by).filter(state=ImportBatch.State.SKETCH, created_at__lt=since)
    for batch in list(old.select_for_update(skip_locked=True)):
        _end([batch])
        trail.record(events.IMPORT_CANCELLED, by=by, subject=batch)


def forget_sketches(organization_id: UUID) -> int:
    """The same at night, by the organization itself; how many. Nothing is opened: it works while its key is locked."""
    since = timezone.now() - datetime.timedelta(hours=KEPT_HOURS)
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        old = ImportBatch.objects.unscoped("the organization destroys files that nobody goes on with")
        old = old.filter(organization_id=organization_id, state=ImportBatch.State.SKETCH, created_at__lt=since)
        found = list(old.select_for_update(skip_locked=True, of=("self",)))
        _end(found)
    for batch in found:
        with acting_as(None):
            trail.record(events.IMPORT_CANCELLED, by=None, organization_id=organization_id, subject=batch)
    return len(found)


def _end(batches: list[ImportBatch]) -> None:
    for batch in batches:
        batch.state, batch.finished_at = ImportBatch.State.CANCELLED, timezone.now()
        batch.save(update_fields=["state", "finished_at"])
        destroy_surely(batch.organization_id, batch.pk, file=batch.public_id)


def _require_headings(headings: list[str]) -> None:
    """No two alike: they couldn't be told apart."""
    seen: set[str] = set()
    for heading in filter(str.strip, headings):
        if heading_key(heading) in seen:
            raise FileRefused(Problem(1, heading[:80], Code.DUPLICATE_COLUMN, "heading"))
        seen.add(heading_key(heading))


def _filled(rows: list[list[str]], index: int) -> Iterator[str]:
    cells = (row[index].strip() for row in rows if index < len(row))
    return iter(dict.fromkeys(cell[:60] for cell in cells if cell))


def _unknown(
    headings: list[str], rows: list, mapping: Mapping, day: datetime.date
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each coded column the cells that no code is known for, in the order they come."""
    for index, heading in enumerate(headings):
        column = next((c for c in mapping.columns.values() if heading_key(c.heading) == heading_key(heading)), None)
        if column is None or not column.to or column.target.codes is None:
            continue
        cells = dict.fromkeys(row.cells[index].strip() for row in rows if index < len(row.cells))
        strange = [cell for cell in cells if cell and not _is_read(cell, column, mapping, day)]
        if strange:
            yield heading, tuple(strange[:VALUES])


def _is_read(cell: str, column: Column, mapping: Mapping, day: datetime.date) -> bool:
    try:
        reader(column, mapping, day)(cell)
    except CellRefused:
        return False
    return True
