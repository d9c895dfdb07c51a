"""What can't be undone: a second person seals a record for fourteen days, then the clock destroys its key and rows.

Until the clock begins, two people give the record back at the person's word, exactly as it was.
"""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.errors import NotInThisState
from cases.documents import storage
from cases.ending_keys import destroy_surely
from cases.models import DataRequest, Notification
from cases.permissions import require_on_case
from cases.rights.codes import Kind
from cases.rights.lifecycle import Event
from cases.rights.narrative import columns
from cases.rights.retention import due_cases

from ._right_step import begin, finish
from ._seal_checks import require_out_of_house
from .notifications import notify
from .sharing_ends import end_sharing

WAIT = datetime.timedelta(days=14)
#: after a return was asked for and not confirmed, the clock waits so long at the least: it stood still meanwhile
AFTER_ASKING = datetime.timedelta(hours=48)


@transaction.atomic
def approve_erasure(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """A second person agrees. The record is sealed from this moment: nobody reads it, and nothing is lost yet.
    Where the person didn't ask themselves, sharing ends here.

    Errors: those of `begin`: also while a legal hold keeps it, before the talk in private, or when a record whose time
    was over isn't due any more.
    """
    current, rule = begin(request, Event.SEAL, by=by, version=version)
    require_on_case(by, "approve", current.case)
    require_out_of_house(current.person_id, by)
    if current.kind == Kind.RETENTION:
        _require_due(current, by)
        current.told = end_sharing(current.case, by=by) or None
    current.decided_by, current.decided_at = by, timezone.now()
    current.erase_after, current.restricted = timezone.now() + WAIT, current.case.restricted
    finish(current, rule, by=by, changed=["decided_by", "decided_at", "erase_after", "restricted", "told_sealed"])
    _call("SELECT app.seal_record(%s)", current.pk)
    return current


def _require_due(request: DataRequest, by: User) -> None:
    if not due_cases(by, by=today(by.home), request=request):
        raise NotInThisState(
            _("This record isn't due any more: it was opened again, or something else goes on. Refuse the request.")
        )


@transaction.atomic
def purge_narrative(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """A second person agrees: what was told goes now, services and counts stay. Documents lose keys and files.

    Errors: those of `begin`.
    """
    current, rule = begin(request, Event.PURGE, by=by, version=version)
    require_on_case(by, "approve", current.case)
    current.decided_by, current.decided_at = by, timezone.now()
    finish(current, rule, by=by, changed=["decided_by", "decided_at"])
    for owner, file in _rows("SELECT document, file FROM app.purge_words(%s, %s)", current.pk, columns()):
        destroy_surely(current.organization_id, owner, file=file)
    return current


@transaction.atomic
def ask_return(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """The person takes it back while the record waits: the clock stands still until a second person answers."""
    current, rule = begin(request, Event.ASK_RETURN, by=by, version=version)
    current.return_asked_by = by
    finish(current, rule, by=by, changed=["return_asked_by"])
    others = [one for one in (current.recorded_by, current.checked_by, current.decided_by) if one is not None]
    notify(*others, kind=Notification.Kind.RIGHT_RETURN, by=by, about=current.public_id)
    return current


@transaction.atomic
def return_record(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """Another person confirms it: the record is there again as it was. What was shared stays ended: ask anew."""
    current, rule = begin(request, Event.RETURN, by=by, version=version)
    _call("SELECT app.unseal_record(%s)", current.pk)  # first: the row that is saved then has to be seen
    return finish(current, rule, by=by)


@transaction.atomic
def wait_on(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """Another person found that it wasn't the person who took it back: the wait goes on, for two days at the least."""
    current, rule = begin(request, Event.WAIT_ON, by=by, version=version)
    least = timezone.now() + AFTER_ASKING
    current.return_asked_by, current.erase_after = None, max(current.erase_after or least, least)
    return finish(current, rule, by=by, changed=["return_asked_by", "erase_after"])


def erase_what_is_due(organization_id: UUID) -> int:
    """Erase each record of an organization whose wait is over, and end what a crash interrupted. How many.

    It may be killed at any step and run again: first no way back is written down, then keys are destroyed (their
    journal comes before), then rows go in one transaction that counts the record once. Nothing is opened.
    """
    with acting_as(_eraser(organization_id)):
        return sum(_erase(organization_id, request) for (request,) in _read("SELECT app.erasures_due()"))


def erased_again(organization_id: UUID, owners: list[UUID]) -> int:
    """After a restore: rows of these people, whose keys are destroyed, go again. How many people."""
    with acting_as(_eraser(organization_id)), transaction.atomic():
        count = int(_rows("SELECT app.erase_again(%s)", owners)[0][0])
        if count:
            _write_down(organization_id, {"records": count, "kind": "restored"})
    return count


def _erase(organization_id: UUID, request: UUID) -> int:
    if not _read("SELECT app.begin_erasing(%s)", request)[0][0]:
        return 0
    for owner, file in _read("SELECT owner, file FROM app.keys_to_destroy(%s)", request):
        storage.destroy_by_id(organization_id, owner, file)
    with transaction.atomic():
        [(rows,)] = _rows("SELECT app.erase_record(%s)", request)
        if rows is None:
            return 0
        _write_down(organization_id, {"records": 1, "rows": int(rows)})
    return 1


def _write_down(organization_id: UUID, facts: dict[str, str | int]) -> None:
    """That it was done, and nothing of whom."""
    with acting_as(None):
        trail.record(events.RECORD_ERASED, by=None, organization_id=organization_id, facts=facts)


def _eraser(organization_id: UUID) -> Actor:
    """The clock when it erases: this scope sees no row of any table."""
    return Actor(organization_id, organization_id, "erasure")


def _read(query: str, *given: Any) -> list[tuple[Any, ...]]:
    with transaction.atomic():
        return _rows(query, *given)


def _call(query: str, *given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, given)


def _rows(query: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()
