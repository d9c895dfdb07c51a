"""A person's request as pages show it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.errors import NotFound
from cases.models import DataRequest, Guardian, LegalHold, RequestStep
from cases.rights.codes import DOUBTS, Kind
from cases.rights.lifecycle import Event, State
from cases.rights.may import available

STATES: dict[str, tuple[Any, str]] = {
    State.ASKED: (_("Asked for"), "warning"),
    State.CHECKED: (_("Spoken about in private"), "warning"),
    State.SEALED: (_("Sealed, waits to be erased"), "urgent"),
    State.RETURNING: (_("Taken back: to be confirmed"), "urgent"),
    State.ERASING: (_("Being erased"), "urgent"),
    State.DONE: (_("Done"), "stable"),
    State.REFUSED: (_("Refused"), ""),
    State.TAKEN_BACK: (_("Taken back"), ""),
}
STEPS: dict[str, Any] = {
    Event.CHECK: _("Spoken about in private"),
    Event.ANSWER: _("Answered"),
    Event.PURGE: _("Approved by a second person; erased what was told"),
    Event.SEAL: _("Approved by a second person; the record was sealed"),
    Event.REFUSE: _("Refused"),
    Event.TAKE_BACK: _("Taken back"),
    Event.ASK_RETURN: _("Taken back while it waited"),
    Event.RETURN: _("Confirmed: the record is there again"),
    Event.WAIT_ON: _("It wasn't the person: the wait went on"),
}
#: steps that ask nothing more: each is a button
WAYS = (
    (Event.TAKE_BACK, _("Take it back")),
    (Event.ASK_RETURN, _("The person takes it back")),
    (Event.RETURN, _("Confirm: give the record back")),
    (Event.WAIT_ON, _("It wasn't the person: wait on")),
)
ASKED_FOR: dict[str, Any] = {
    Kind.COPY: _("Everything that is held of them, to read or to be read to them."),
    Kind.CORRECTION: _("A fact is wrong. What the person says stays beside it, whatever is decided."),
    Kind.STOP_SHARING: _("Every consent to share, to carry or to be counted ends now; referrals are revoked."),
    Kind.NARRATIVE: _("Notes, story and documents go for good. Services and counts stay."),
    Kind.ERASURE: _(
        "Sharing stops now. After a talk in private, a second person and 14 days everything goes for good."
    ),
}


def one_of(user: User, public_id: str) -> DataRequest:
    """The request with this public id. Errors: NotFound."""
    rows = DataRequest.objects.visible_to(user).select_related("recorded_by", "checked_by", "decided_by")
    found: DataRequest | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def drawn(request: DataRequest, user: User) -> dict[str, Any]:
    """A row of a list."""
    label, tone = STATES[request.state]
    late = request.state in (State.ASKED, State.CHECKED) and request.due_on < today(user.home)
    return {"request": request, "label": label, "tone": tone, "late": late}


def facts(request: DataRequest, user: User) -> dict[str, Any]:
    """Everything that the page of one request shows."""
    steps = RequestStep.objects.visible_to(user).filter(request=request).select_related("taken_by").order_by("taken_at")
    holds = LegalHold.objects.visible_to(user).filter(case_id=request.case_id).holding(today(user.home))
    shown = drawn(request, user)
    private = user.can("approve") or user.pk == request.checked_by_id
    return {
        "row_of": request,
        "guardian": _guardian(request, user),
        "label": shown["label"],
        "tone": shown["tone"],
        "late": shown["late"],
        "lifts": user.can("approve"),
        "reads_legal": user.reads("legal"),
        "private": private,
        "ways": WAYS,
        "may": [event.value for event in available(request, user)],
        "steps": [_step(one, private) for one in steps],
        "holds": list(holds.select_related("placed_by", "lift_asked_by")),
        "progress": _progress(request),
        "waits_for": _waits_for(request, user, private),
    }


def _waits_for(request: DataRequest, user: User, private: bool) -> Any:
    """Who else has to act, where this person can't; nothing where they can, or nobody has to.

    Whoever may not know what the talk showed reads the same after every talk.
    """
    may = set(available(request, user))
    doubted = private and request.finding in DOUBTS
    if request.state == State.CHECKED and not doubted and not may & {Event.SEAL, Event.PURGE}:
        return _("Now a supervisor approves it who neither wrote it down nor had the talk. It is on their list.")
    if request.state == State.ASKED and request.kind == Kind.COPY and Event.ANSWER not in may:
        return _("A supervisor makes the copy. It is on their list; they were told.")
    if request.state == State.RETURNING and Event.RETURN not in may:
        return _("Somebody else has to confirm that the person takes it back.")
    return ""


def _guardian(request: DataRequest, user: User) -> Guardian | None:
    """Which guardian asked; not while the record is sealed."""
    if request.guardian_id is None:
        return None
    return Guardian.objects.visible_to(user).filter(pk=request.guardian_id).first()


def _step(step: RequestStep, private: bool) -> dict[str, Any]:
    """One step; what a talk in private showed, and what was said, is for those who decide."""
    words = step.words if private or step.event != Event.CHECK else None
    found = step.get_finding_display() if private else ""
    return {"what": STEPS[step.event], "by": step.taken_by, "at": step.taken_at, "found": found, "words": words}


def _progress(request: DataRequest) -> list[tuple[Any, str]]:
    """The way of an erasure: what is done, where it stands, what comes."""
    way = [_("Asked for"), _("Talk in private"), _("A second person"), _("14 days sealed"), _("Erased")]
    at = {State.ASKED: 1, State.CHECKED: 2, State.SEALED: 3, State.RETURNING: 3, State.ERASING: 4}.get(
        State(request.state)
    )
    if request.kind not in (Kind.ERASURE, Kind.RETENTION) or at is None:
        return []
    return [(label, "done" if n < at else "now" if n == at else "to come") for n, label in enumerate(way)]
