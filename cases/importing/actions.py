"""Start, stop and read imports: verbs with a named actor, for the page and the command alike."""

import csv
import hmac
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState
from cases.ending_keys import destroy_surely
from cases.importing.mapping import Mapping
from cases.importing.problems import CATALOGUE, Code
from cases.importing.readers import open_table
from cases.importing.rows import RowReader
from cases.importing.running import OPEN, digest_key
from cases.importing.staging import discard, stage
from cases.models import ImportBatch, ImportRow

REPORT_HEADINGS = ("row", "column", "code", "kind_of_value", "problem", "what_to_do")


@transaction.atomic
def start_import(stream: BinaryIO, mapping: Mapping, *, dry_run: bool, by: User) -> ImportBatch:
    """Check a seekable file as a whole, seal it, and return its batch, ready to run.

    Raises `FileRefused` with every problem of the file as a whole; then nothing was stored. The page defers
    the job `cases.tasks.run_import`, the command runs it itself. Organization: the actor's own; OrganizationLocked
    while it has its own key locked.
    """
    require(by, "import_cases")
    key = digest_key(by.home.pk)
    table = open_table(stream)
    RowReader(table, mapping, today=today(by.home), key=key)
    batch = ImportBatch(
        organization=by.home,
        mapping=mapping.name,
        mapping_digest=mapping.digest,
        file_digest=digest_of(stream, key),
        format=table.format,
        dry_run=dry_run,
        rows_total=table.row_count,
        started_by=by,
    )
    try:
        stage(batch, stream, mapping)
        with transaction.atomic():
            batch.save(force_insert=True)
            facts: dict[str, str | int] = {"mapping": mapping.name, "rows": table.row_count, "dry_run": int(dry_run)}
            trail.record(events.IMPORT_STARTED, by=by, subject=batch, facts=facts)
    except BaseException:
        discard(batch)
        raise
    return batch


@transaction.atomic
def find_import(public_id: str, *, by: User) -> ImportBatch:
    """An import of the actor's organization by its public id; raises `NotFound`."""
    require(by, "import_cases")
    batch = ImportBatch.objects.visible_to(by).select_related("organization").filter(public_id=public_id).first()
    if batch is None:
        raise NotFound()
    return batch


@transaction.atomic
def cancel_import(batch: ImportBatch, *, by: User) -> None:
    """Stop before the next chunk; what was imported stays. A batch that never ran ends here and now."""
    require(by, "import_cases")
    locked = ImportBatch.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    if locked.state not in OPEN:
        raise NotInThisState(_("This import has already ended."))
    locked.cancel_requested = True
    if locked.state == ImportBatch.State.STAGED:
        locked.state, locked.finished_at = ImportBatch.State.CANCELLED, timezone.now()
        destroy_surely(locked.organization_id, locked.pk, file=locked.public_id)
    locked.save(update_fields=["cancel_requested", "state", "finished_at"])
    trail.record(events.IMPORT_CANCELLED, by=by, subject=locked)


def rows_per_second(batch: ImportBatch) -> float:
    """How fast an import goes or went; 0 before it began."""
    if batch.started_at is None:
        return 0.0
    seconds = ((batch.finished_at or timezone.now()) - batch.started_at).total_seconds()
    return batch.rows_done / seconds if seconds > 0 else 0.0


@transaction.atomic
def report(batch: ImportBatch, *, by: User) -> Iterator[str]:
    """The problems of an import as lines of CSV, the headings first. It holds no value of any cell."""
    require(by, "import_cases")
    trail.record(events.IMPORT_REPORT_READ, by=by, subject=batch)
    refused = ImportRow.objects.visible_to(by).filter(batch_id=batch.pk, imported=False)
    rows = refused.order_by("row_number", "id").values_list("row_number", "column", "problem", "value_kind")
    return iter([_line(*REPORT_HEADINGS), *(_report_line(*row) for row in rows)])


def _report_line(row: int, column: str, code: str, kind: str) -> str:
    words = CATALOGUE[Code(code)]
    return _line(row, column, code, kind, words.message, words.what_to_do)


def _line(*values: object) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([str(value) for value in values])
    return line.getvalue()


def digest_of(stream: BinaryIO, key: bytes) -> str:
    """The keyed hash of a whole file, by which the same file is known again."""
    digest = hmac.new(key, digestmod="sha256")
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
