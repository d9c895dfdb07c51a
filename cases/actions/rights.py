"""What a person asks about their own record is written down, looked into, and answered."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState, NotPermitted
from cases.models import Case, DataRequest, Guardian, Notification
from cases.permissions import require_on_case
from cases.rights.codes import ERASING, Asker, Finding, Identity, Kind, Outcome
from cases.rights.lifecycle import Event, State
from cases.rights.may import may_talk, people_of

from ._right_step import begin, finish
from .approvals import supervisors_of
from .deletion_asks import ask_for_deletion
from .footing import is_child
from .notifications import notify
from .retention_back import WAITING, take_retention_back
from .sharing_ends import end_sharing

#: what is asked for, and the words without which it can't be answered
NEEDED = {Kind.CORRECTION: ("disputed", "words"), Kind.COPY: ("delivery",)}
#: who asks for these ends all sharing in the same act
STOPS = ERASING | {Kind.STOP_SHARING}


@transaction.atomic
def ask_right(
    case: Case,
    *,
    kind: str,
    asker: str,
    identity: str,
    by: User,
    ask_deletion: bool = False,
    guardian: Guardian | None = None,
    **words: str | None,
) -> DataRequest:
    """Write down what is asked for. To stop sharing, and to erase, ends all sharing in this very act; with
    `ask_deletion` each partner who was told is asked in it too. `guardian`: which of those written down asks.

    `words` may give authority, words, disputed and delivery. Errors: NotFound, NotPermitted, InvalidInput.
    """
    require_on_case(by, "record_consent", case)
    if by.is_machine:
        raise NotPermitted()
    _refuse_unclear(case, kind, asker, identity, words, by)
    who = _guardian(case, guardian, by) if asker == Asker.GUARDIAN else None
    if kind in ERASING:
        take_retention_back(case, by=by)
    told = end_sharing(case, by=by) if kind in STOPS else []
    request = DataRequest(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **{name: (value or "").strip() or None for name, value in words.items()},
        **about(case),
        kind=kind,
        asker=asker,
        guardian=who,
        identity=identity,
        ask_deletion=ask_deletion and kind in STOPS,
        told=told or None,
        due_on=due_on(by),
        recorded_by=by,
        state=State.ASKED.value,
    )
    if kind == Kind.STOP_SHARING:
        request.state, request.decided_by, request.decided_at = State.DONE.value, by, timezone.now()
    request.save(force_insert=True)
    if request.ask_deletion:
        ask_for_deletion(request, by)
    others = supervisors_of(case, by) if kind != Kind.CORRECTION else []
    notify(case.caseworker, *others, kind=Notification.Kind.RIGHT_ASKED, by=by, about=request.public_id)
    trail.record(events.RIGHT_ASKED, by=by, subject=request, facts={"kind": str(kind), "asker": str(asker)})
    return request


def about(case: Case) -> dict[str, Any]:
    """What every request says about its case, for the time in which nobody sees the case."""
    return {
        "organization_id": case.organization_id,
        "case": case,
        "person_id": case.person_id,
        "number": case.number,
        "restricted": case.restricted,
    }


def due_on(by: User) -> datetime.date:
    """The day by which the organization wants to have answered."""
    return today(by.home) + datetime.timedelta(days=by.home.data_request_days)


@transaction.atomic
def check_right(
    request: DataRequest,
    *,
    finding: str,
    alone: bool,
    by: User,
    evidence_told: bool = False,
    words: str | None = None,
    version: int | None = None,
) -> DataRequest:
    """Write down the talk in private before something is erased: was it their own free wish?

    Each finding stays in its step. Once one was in doubt, another person than who wrote the request down talks again.
    Errors: those of `begin`; InvalidInput unless they were spoken with alone.
    """
    current, rule = begin(request, Event.CHECK, by=by, version=version)
    if not may_talk(current, by):
        raise NotPermitted(_("Somebody else has to talk with them now: an earlier talk left doubts."))
    if not alone:
        raise InvalidInput(_("Speak with the person alone first. Until then nothing goes on."), field="alone")
    if finding not in Finding.values:
        raise InvalidInput(_("Say what the talk showed."), field="finding")
    if finding == Finding.FREE and not evidence_told:
        said = _("Tell the person what will be lost, and what nobody can call back.")
        raise InvalidInput(said, field="evidence_told")
    current.finding, current.evidence_told = finding, evidence_told
    current.check_words = (words or "").strip() or None
    current.checked_by, current.checked_at = by, timezone.now()
    changed = ["finding", "evidence_told", "check_words_sealed", "checked_by", "checked_at"]
    finish(current, rule, by=by, words=words, changed=changed)
    if finding == Finding.FREE:
        seconds = [one for one in supervisors_of(current.case, by) if one.pk != current.recorded_by_id]
        notify(*seconds, kind=Notification.Kind.RIGHT_WAITS, by=by, about=current.public_id)
    return current


@transaction.atomic
def answer_correction(
    request: DataRequest, *, outcome: str, words: str, by: User, version: int | None = None
) -> DataRequest:
    """Say whether a fact was corrected or what the person says stands beside it. Errors: those of `begin`."""
    current, rule = begin(request, Event.ANSWER, by=by, version=version, words=words)
    if current.kind != Kind.CORRECTION:
        raise NotInThisState()
    if outcome not in Outcome.values:
        raise InvalidInput(_("Say what became of it."), field="outcome")
    current.outcome, current.answer = outcome, words.strip()
    return _decided(current, rule, by=by, more=["outcome"])


@transaction.atomic
def refuse_right(request: DataRequest, *, words: str, by: User, version: int | None = None) -> DataRequest:
    """A supervisor says no, with a reason that the person can be told. Errors: those of `begin`."""
    current, rule = begin(request, Event.REFUSE, by=by, version=version, words=words)
    current.answer = words.strip()
    return _decided(current, rule, by=by)


@transaction.atomic
def take_right_back(request: DataRequest, *, by: User, version: int | None = None) -> DataRequest:
    """The person doesn't want it any more. No reason is asked, and nobody is told. Errors: those of `begin`."""
    current, rule = begin(request, Event.TAKE_BACK, by=by, version=version)
    return finish(current, rule, by=by)


def _decided(current: DataRequest, rule: Any, *, by: User, more: list[str] | None = None) -> DataRequest:
    current.decided_by, current.decided_at = by, timezone.now()
    finish(current, rule, by=by, changed=["answer_sealed", "decided_by", "decided_at", *(more or [])])
    if current.recorded_by_id != by.pk:
        notify(current.recorded_by, kind=Notification.Kind.RIGHT_ASKED, by=by, about=current.public_id)
    return current


def _refuse_unclear(case: Case, kind: str, asker: str, identity: str, words: dict[str, str | None], by: User) -> None:
    if kind not in Kind.values or kind == Kind.RETENTION:
        raise InvalidInput(_("Choose what is asked for."), field="kind")
    if asker not in Asker.values or asker == Asker.RULE:
        raise InvalidInput(_("Say who asks."), field="asker")
    if identity not in Identity.values:
        raise InvalidInput(_("Say how you made sure who asks."), field="identity")
    if asker != Asker.PERSON and not (words.get("authority") or "").strip():
        raise InvalidInput(_("Say why they may speak for the person, and what you saw of it."), field="authority")
    for name in NEEDED.get(Kind(kind), ()):
        if not (words.get(name) or "").strip():
            raise InvalidInput(_("Fill this in: without it nobody can answer."), field=name)
    if case.merged_into_id is not None:
        raise NotInThisState(_("This case was merged into another. Write it down there."))
    open_now = DataRequest.objects.visible_to(by).open().filter(person_id=case.person_id)
    kinds = {kind}  # what a rule asks for gives way to the person's own word, while it isn't sealed
    if kind in ERASING:
        open_now = open_now.exclude(kind=Kind.RETENTION, state__in=WAITING)
        kinds = set(ERASING)
    if kind != Kind.CORRECTION and open_now.filter(kind__in=kinds).exists():
        raise InvalidInput(_("That was asked already and isn't answered yet."), field="kind")


def guardians_who_may_ask(case: Case, by: User) -> QuerySet[Guardian]:
    """Those written down, of merged cases too, who aren't barred."""
    known = Guardian.objects.visible_to(by).filter(person__in=people_of(case, by), barred_at=None)
    return known.order_by("recorded_at")


def _guardian(case: Case, guardian: Guardian | None, by: User) -> Guardian | None:
    """Which guardian asks: one of those who may; nobody where none is known of somebody who may be a child."""
    allowed = guardians_who_may_ask(case, by)
    if allowed.exists():
        found = allowed.filter(pk=guardian.pk).first() if guardian else None
        if found is None:
            raise InvalidInput(_("Choose which guardian asks, of those written down."), field="guardian")
        return found
    if Guardian.objects.visible_to(by).filter(person__in=people_of(case, by)).exists():
        raise InvalidInput(_("Every guardian of this person is barred: none of them may ask."), field="asker")
    if is_child(case.person, today(by.home)) is False:
        raise InvalidInput(_("The person is an adult, and no guardian is written down: ask them."), field="asker")
    return None
