"""Parts of merging two cases: fields taken, lists joined, people named, the other case closed. No check, no trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.lifecycle import CLOSED, Event
from cases.models import (
    Approval,
    Case,
    CaseUserObjectPermission,
    DataRequest,
    SafeContact,
    StageChange,
    TransferRequest,
)

from .assign import grant_to_worker
from .change import PERSON_FIELDS
from .life import move

OTHER = "other"


def take_fields(kept: Case, gone: Case, choices: Mapping[str, str]) -> None:
    """Set on the person and case that stay what was chosen of the other, and what only the other knows."""
    mine, theirs = kept.person, gone.person
    for name in PERSON_FIELDS:
        value = getattr(theirs, name)
        if value and (choices.get(name) == OTHER or not getattr(mine, name)) and value != getattr(mine, name):
            setattr(mine, name, value)
    mine.version += 1
    mine.save()
    if choices.get("safe_contact") == OTHER:
        for field in SafeContact._meta.concrete_fields:
            if field.name not in ("id", "organization", "person", "stopped"):
                setattr(mine.safe_contact, field.name, getattr(theirs.safe_contact, field.name))
        mine.safe_contact.save()
    _keep_the_stop(mine.safe_contact, theirs.safe_contact)
    if choices.get("risk") == OTHER or not kept.risk:
        kept.risk = gone.risk
    days = [day for day in (kept.next_follow_up, gone.next_follow_up) if day]
    kept.next_follow_up = min(days, default=None) if kept.status not in CLOSED else None
    kept.opened_on = min(kept.opened_on, gone.opened_on)
    kept.version += 1
    kept.save(update_fields=["risk", "next_follow_up", "opened_on", "version", "updated_at"])


def _keep_the_stop(mine: SafeContact, theirs: SafeContact) -> None:
    """Whoever is missing or dead in either case is so in both, whatever rules were chosen."""
    if theirs.stopped and mine.stopped != SafeContact.Stopped.DEAD:
        mine.stopped = theirs.stopped
        mine.save(update_fields=["stopped"])


def questions_open(case: Case) -> bool:
    """Whether a hand-over or an approval of this case waits for an answer."""
    why = "checked by the caller"
    if DataRequest.objects.unscoped(why).open().filter(case=case).exists():
        return True
    return any(
        rows.asked().filter(case=case).exists()
        for rows in (Approval.objects.unscoped(why), TransferRequest.objects.unscoped(why))
    )


def name_everybody(kept: Case, gone: Case) -> list[Any]:
    """Whoever was named on the one that goes is named on the one that stays; the new grants' keys."""
    held = CaseUserObjectPermission.objects
    before = set(held.filter(content_object=kept).values_list("pk", flat=True))
    for named in held.lasting().filter(content_object=gone).select_related("user"):
        grant_to_worker(kept, named.user)
    return sorted(set(held.filter(content_object=kept).values_list("pk", flat=True)) - before)


def close_as_duplicate(gone: Case, kept: Case, by: User) -> list[str]:
    """Close the case that goes, unless it is closed, and point it at the one that stays; the keys of its new stages."""
    before = set(_stages(gone))
    if gone.status not in CLOSED:
        move(gone, Event.CLOSE, by=by, reason=StageChange.Reason.DUPLICATE)
        gone.closed_on = today(by.home)
    gone.merged_into, gone.next_follow_up = kept, None
    gone.version += 1
    gone.save(update_fields=["status", "closed_on", "merged_into", "next_follow_up", "version", "updated_at"])
    return [str(pk) for pk in set(_stages(gone)) - before]


def _stages(case: Case) -> list[Any]:
    return list(StageChange.objects.unscoped("checked by the caller").filter(case=case).values_list("pk", flat=True))
