"""Run a staged import to its end: chunk by chunk, resumable, stoppable, as the person who asked."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import batched, islice

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import held, keys
from cases.ending_keys import destroy_later
from cases.importing.problems import FileRefused
from cases.importing.read_ahead import read_ahead
from cases.importing.readers import open_table
from cases.importing.rows import RowReader
from cases.importing.staging import discard, staged
from cases.importing.writing import Result, note_problems, write_chunk
from cases.models import ImportBatch

CHUNK_ROWS = 500
Progress = Callable[[ImportBatch], None]

State = ImportBatch.State
OPEN = (State.STAGED, State.RUNNING)


def digest_key(organization_id: object) -> bytes:
    """The organization's secret for digests of imported rows."""
    return keys.organization_secret(organization_id, "import-rows")  # type: ignore[arg-type]


def run(batch: ImportBatch, *, by: User, progress: Progress | None = None) -> ImportBatch:
    """Import what is left of the batch and return it as it ended. Running it twice, or at once, is harmless.

    Each chunk commits together with the position, so a crash loses at most the chunk that was under way.
    Errors: OrganizationLocked; what was imported stays, and the rest goes on from there.
    """
    require(by, "import_cases")
    held.require_unlocked(batch.organization_id)
    if batch.state not in OPEN:
        discard(batch)  # a crash may have come between its end and this
        return batch
    day = today(by.home)
    with staged(batch) as (stream, mapping):
        try:
            reader = RowReader(open_table(stream), mapping, today=day, key=digest_key(batch.organization_id))
            batch = _through(batch, reader.rows(), by, day, progress)
        except FileRefused as refused:
            batch = _end(batch, by, State.REFUSED, refused)
    if batch.state not in OPEN:
        discard(batch)
    return batch


def _through(
    batch: ImportBatch, results: Iterator[Result], by: User, day: date, progress: Progress | None
) -> ImportBatch:
    """Skip what is done, write the rest."""
    left = batched(islice(results, batch.rows_done, None), CHUNK_ROWS, strict=False)
    with closing(read_ahead(left)) as chunks:
        for chunk in chunks:
            moved = _step(batch, list(chunk), by, day)
            if moved is None:
                return _current(batch, by)
            batch = moved
            if progress:
                progress(batch)
            if batch.state not in OPEN:
                return batch
    return _end(batch, by, State.FINISHED)


@transaction.atomic
def _step(batch: ImportBatch, chunk: list[Result], by: User, day: date) -> ImportBatch | None:
    """One chunk and the new position, together. None: another process is at it."""
    locked = _locked(batch, by)
    if locked.state not in OPEN or locked.rows_done != batch.rows_done:
        return None
    if locked.cancel_requested:
        return _ended(locked, by, State.CANCELLED)
    imported, refused = write_chunk(locked, chunk, by=by, today=day)
    locked.state = State.RUNNING
    locked.started_at = locked.started_at or timezone.now()
    locked.rows_done += len(chunk)
    locked.rows_imported += imported
    locked.rows_refused += refused
    locked.save(update_fields=["state", "started_at", "rows_done", "rows_imported", "rows_refused"])
    return locked


@transaction.atomic
def _end(batch: ImportBatch, by: User, state: str, refused: FileRefused | None = None) -> ImportBatch:
    locked = _locked(batch, by)
    if locked.state not in OPEN:
        return locked
    if refused is not None:
        note_problems(locked, list(refused.problems))
    return _ended(locked, by, state)


def _ended(locked: ImportBatch, by: User, state: str) -> ImportBatch:
    locked.state = state
    locked.finished_at = timezone.now()
    if state == State.FINISHED:
        locked.rows_total = locked.rows_done
    locked.save(update_fields=["state", "finished_at", "rows_total"])
    destroy_later(locked.organization_id, locked.pk, file=locked.public_id)
    event = events.IMPORT_CANCELLED if state == State.CANCELLED else events.IMPORT_FINISHED
    facts: dict[str, str | int] = {"imported": locked.rows_imported, "refused": locked.rows_refused, "state": state}
    trail.record(event, by=by, subject=locked, facts=facts)
    return locked


def _locked(batch: ImportBatch, by: User) -> ImportBatch:
    found: ImportBatch = (
        ImportBatch.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("organization")
        .get(pk=batch.pk)
    )
    return found


@transaction.atomic
def _current(batch: ImportBatch, by: User) -> ImportBatch:
    found: ImportBatch = ImportBatch.objects.visible_to(by).get(pk=batch.pk)
    return found
