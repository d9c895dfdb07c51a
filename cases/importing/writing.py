"""One chunk of rows into the database, in one transaction: each row whole or not at all, none twice."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from django.db import DatabaseError, transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.ids import uuid7
from cases.actions.register import next_case_numbers
from cases.importing.building import Builder
from cases.importing.bulk import insert
from cases.importing.facts import ImportedCase
from cases.importing.problems import Code, Problem
from cases.models import ImportBatch, ImportRow

Result = ImportedCase | list[Problem]
#: Problems kept for the report of one import; the counts stay exact beyond it.
MOST_PROBLEMS = 50_000


def write_chunk(batch: ImportBatch, results: Sequence[Result], *, by: User, today: date) -> tuple[int, int]:
    """Write what can be written and note what can't; returns how many rows were imported and refused.

    Call it inside a transaction that also moves the batch's position.
    """
    good = [result for result in results if not isinstance(result, list)]
    problems = [result for result in results if isinstance(result, list)]
    fresh, again = _not_yet_imported(batch, good)
    problems += [[Problem(case.row, "", Code.ALREADY_IMPORTED, "row")] for case in again]
    imported = len(fresh)
    if not batch.dry_run:
        failed = _write(batch, fresh, by, today)
        problems += [[Problem(case.row, "", Code.NOT_WRITTEN, "row")] for case in failed]
        imported -= len(failed)
    note_problems(batch, list(chain.from_iterable(problems)))
    return imported, len(problems)


def _not_yet_imported(batch: ImportBatch, good: list[ImportedCase]) -> tuple[list[ImportedCase], list[ImportedCase]]:
    known = set(
        ImportRow.objects.unscoped("this organization's own digests, for the batch being written")
        .filter(
            organization_id=batch.organization_id,
            imported=True,
            row_digest__in=[case.digest for case in good],
        )
        .values_list("row_digest", flat=True)
    )
    fresh = [case for case in good if case.digest not in known]
    return fresh, [case for case in good if case.digest in known]


def _write(batch: ImportBatch, fresh: list[ImportedCase], by: User, today: date) -> list[ImportedCase]:
    """Write all at once; if the database refuses, one by one. Returns those it refused."""
    if not fresh:
        return []
    try:
        with transaction.atomic():
            _insert(batch, fresh, by, today)
    except DatabaseError:
        return [case for case in fresh if not _written_alone(batch, case, by, today)]
    return []


def _written_alone(batch: ImportBatch, case: ImportedCase, by: User, today: date) -> bool:
    try:
        with transaction.atomic():
            _insert(batch, [case], by, today)
    except DatabaseError:
        return False
    return True


def _insert(batch: ImportBatch, fresh: list[ImportedCase], by: User, today: date) -> None:
    numbers = next_case_numbers(by.home, len(fresh))
    people = [uuid7() for _case in fresh]
    keys.create_data_keys(batch.organization_id, people)
    keys.prefetch(batch.organization_id, people)
    builder = Builder(batch.organization_id, by=by, today=today, batch=batch.pk)
    rows = builder.build(list(zip(people, fresh, numbers, strict=True)))
    for model, made in rows.in_order():
        insert(model, made)
    trail.record(
        events.PERSON_REGISTERED,
        by=by,
        subject=batch,
        facts={"count": len(people), "ids": ",".join(map(str, people))},
    )


def note_problems(batch: ImportBatch, problems: list[Problem]) -> None:
    """Keep problems for the report: where and what kind, never the value."""
    room = MOST_PROBLEMS - _noted(batch) if problems else 0
    insert(
        ImportRow,
        [
            {
                "id": uuid7(),
                "organization_id": batch.organization_id,
                "batch_id": batch.pk,
                "row_number": problem.row,
                "column": problem.column[:80],
                "problem": problem.code.value,
                "value_kind": problem.kind_of_value[:40],
            }
            for problem in problems[: max(room, 0)]
        ],
    )


def _noted(batch: ImportBatch) -> int:
    noted = ImportRow.objects.unscoped("problems of the batch being written")
    return noted.filter(batch_id=batch.pk, imported=False).count()
