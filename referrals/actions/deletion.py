"""Asking whoever was told of a person to delete what they hold, and what they say to it. Never more than they say.

A partner here is asked on its page of the referral, and answers there. Another instance is asked by the letter that
ends sharing, and its signed receipt is its answer. Whoever works without the system is asked by people: a task says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions.tasks import put_before_worker
from cases.models import Case, DataRequest, ManualDisclosure, Notification
from cases.rights.may import people_of
from referrals import history, permissions
from referrals.alerts import alert_receiver, alert_sender
from referrals.codes import Role
from referrals.lifecycle import State
from referrals.models import DeletionAsk, DisclosureSnapshot, PurgeRequest, Referral, ReferralParty

from ._step import locked

#: how long whoever was asked has to answer, and people here have to ask
TO_ANSWER, TO_ASK = datetime.timedelta(days=30), datetime.timedelta(days=7)
ASK_THEM = gettext_noop("Ask everybody who was told to delete what they hold; the person's request says whom.")
#: ways by which people ask
BY_HAND = [how for how in DeletionAsk.How.values if how != DeletionAsk.How.SYSTEM]


def ask_partners(request: DataRequest, by: User) -> None:
    """A row for each who was told about the case or one merged into it; whoever can be asked here is asked now."""
    cases = Case.objects.visible_to(by).filter(person__in=people_of(request.case, by)).order_by()
    told = _told_by_referral(cases, by)
    rows = [_ask(request, one, by) for one in told.values()]
    rows += [_row(request, recipient=name) for name in _told_by_hand(cases, told.values(), by)]
    for row in rows:
        row.save(force_insert=True)
    if any(not row.how for row in rows):
        put_before_worker(request.case, ASK_THEM, first=None, by=by)
    if rows:
        asked = sum(bool(row.how) for row in rows)
        trail.record(events.DELETION_ASKED, by=by, subject=request, facts={"count": len(rows), "asked": asked})


@transaction.atomic
def note_asked(ask: DeletionAsk, *, how: str, on: datetime.date, by: User, whom: str | None = None) -> DeletionAsk:
    """They were asked this way on this day. Errors: NotFound, NotPermitted, InvalidInput, NotInThisState once asked."""
    current = _own(ask, by)
    if current.how:
        raise NotInThisState(_("They were asked already."))
    if how not in BY_HAND:
        raise InvalidInput(_("Say how they were asked."), field="how")
    _require_past(on, day_of(current.request.recorded_at, by.home), by)
    current.how, current.asked_on, current.asked_by = how, on, by
    current.whom, current.due_on = (whom or "").strip() or None, on + TO_ANSWER
    current.save(update_fields=["how", "asked_on", "asked_by", "whom", "due_on"])
    facts: dict[str, str | int] = {"count": 1, "asked": 1, "way": str(how)}
    trail.record(events.DELETION_ASKED, by=by, subject=current.request, facts=facts)
    return current


@transaction.atomic
def note_answer(
    ask: DeletionAsk, *, answer: str, on: datetime.date, by: User, ground: str = "", words: str | None = None
) -> DeletionAsk:
    """They said this on this day; a later word takes the place of an earlier one.

    What another instance signed isn't written over. Errors: NotFound, NotPermitted, InvalidInput, NotInThisState.
    """
    current = _own(ask, by)
    if current.asked_on is None:
        raise NotInThisState(_("Ask them first, and say how you did."))
    if current.answer == DeletionAsk.Answer.DELETED:
        raise NotInThisState(_("They said already that it is deleted."))
    _require_answer(answer, ground)
    _require_past(on, current.asked_on, by)
    current.answer, current.ground, current.answered_on, current.answered_by = answer, ground, on, by
    current.words = (words or "").strip() or None
    current.save(update_fields=["answer", "ground", "answered_on", "answered_by", "words"])
    facts: dict[str, str | int] = {"answer": str(answer)}
    if ground:
        facts["ground"] = str(ground)
    trail.record(events.DELETION_ANSWERED, by=by, subject=current.request, facts=facts)
    return current


@transaction.atomic
def answer_deletion(referral: Referral, *, answer: str, by: User, ground: str = "") -> Referral:
    """The partner's own word about what it holds of a referral's person. Both sides' trails tell it.

    Errors: NotFound, also where nobody asked; NotPermitted, InvalidInput, NotInThisState when it is said already.
    """
    current = locked(referral, by)
    if current.role_of(by.organization_id) is not Role.RECEIVER or by.is_machine:
        raise NotFound()
    require(by, "answer_referral")
    if asked_of(current) is None:
        raise NotFound()
    _require_answer(answer, ground)
    with connection.cursor() as cursor:
        day = today(by.home)
        cursor.execute("SELECT app.answer_deletion(%s, %s, %s, %s)", [current.pk, answer, ground, day])
        if not cursor.fetchone()[0]:
            raise NotInThisState(_("You said so already."))
    current.version += 1
    current.save(update_fields=["version"])
    role, state = permissions.actor_role(by, current), State(current.state)
    history.tell(current, "answer_deletion", by=by, role=role, before=state, code=f"{answer}_{ground}".strip("_"))
    alert_sender(current, Notification.Kind.DELETION_ANSWERED)
    return current


def asked_of(referral: Referral) -> dict[str, Any] | None:
    """For its receiver here: since when it is asked to delete, and what it said; None when nobody asked it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked_on, answer, ground FROM app.deletion_asked(%s)", [referral.pk])
        found = cursor.fetchone()
    return dict(zip(("asked_on", "answer", "ground"), found, strict=True)) if found else None


def _told_by_referral(cases: Any, by: User) -> dict[UUID, Referral]:
    """The last referral to each partner that was told something."""
    own = ReferralParty.objects.visible_to(by).filter(role=Role.SENDER, case__in=cases).order_by()
    shots = DisclosureSnapshot.objects.visible_to(by).filter(referral__in=own.values("referral_id"))
    found = shots.select_related("referral__receiver", "referral__sender").order_by("released_at")
    return {one.referral.receiver_id: one.referral for one in found}


def _told_by_hand(cases: Any, told: Iterable[Referral], by: User) -> list[str]:
    """Names of those who were told outside the program because the person agreed; what the law demanded isn't asked
    back. Partners of referrals stand there too, once somebody said how they were told.
    """
    rows = ManualDisclosure.objects.visible_to(by).filter(case__in=cases, ground=ManualDisclosure.Ground.CONSENT)
    names = tuple(one.receiver.name for one in told)
    said = dict.fromkeys(row.recipient.strip() for row in rows.order_by("told_on", "pk"))
    return [name for name in said if not any(name == known or name.startswith(f"{known} (") for known in names)]


def _ask(request: DataRequest, referral: Referral, by: User) -> DeletionAsk:
    row = _row(request, partner=referral.receiver, referral=referral)
    if referral.receiver.is_outside:
        return row
    if referral.receiver.is_remote:
        return _asked_there(row, request, by)
    _asked(row, by)
    _tell_them(referral, by)
    return row


def _asked_there(row: DeletionAsk, request: DataRequest, by: User) -> DeletionAsk:
    """Another instance: the letter that ended sharing asked it; where nothing was left to end, people ask."""
    people = people_of(request.case, by)
    own = ReferralParty.objects.visible_to(by).filter(role=Role.SENDER, case__person__in=people).order_by()
    mine = PurgeRequest.objects.visible_to(by).filter(referral__in=own.values("referral_id"))
    words = list(mine.filter(referral__receiver=row.partner).values_list("confirmed_at", flat=True))
    if words:
        _asked(row, by)
        signed = [word for word in words if word is not None]
        if len(signed) == len(words):
            row.answer, row.answered_on = DeletionAsk.Answer.DELETED, max(signed).date()
    return row


def _asked(row: DeletionAsk, by: User) -> None:
    row.how, row.asked_on, row.asked_by = DeletionAsk.How.SYSTEM, today(by.home), by
    row.due_on = row.asked_on + TO_ANSWER


def _tell_them(referral: Referral, by: User) -> None:
    current = locked(referral, by)
    current.version += 1
    current.save(update_fields=["version"])
    role, state = permissions.actor_role(by, current), State(current.state)
    history.tell(current, "ask_deletion", by=by, role=role, before=state)
    alert_receiver(current, Notification.Kind.DELETION_ASKED)


def _row(
    request: DataRequest,
    *,
    partner: Organization | None = None,
    referral: Referral | None = None,
    recipient: str | None = None,
) -> DeletionAsk:
    return DeletionAsk(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=request.organization_id,
        case_id=request.case_id,
        person_id=request.person_id,
        request=request,
        partner=partner,
        referral=referral,
        recipient=recipient,
        due_on=request.recorded_at.date() + TO_ASK,
    )


def _own(ask: DeletionAsk, by: User) -> DeletionAsk:
    """The row, locked, for whoever writes down what persons ask. Errors: NotFound, NotPermitted."""
    rows = DeletionAsk.objects.visible_to(by).select_related("request", "partner").select_for_update(of=("self",))
    current: DeletionAsk | None = rows.filter(pk=ask.pk).first()
    if current is None:
        raise NotFound()
    require(by, "record_consent")
    if by.is_machine:
        raise NotPermitted()
    return current


def _require_answer(answer: str, ground: str) -> None:
    if answer not in DeletionAsk.Answer.values:
        raise InvalidInput(_("Say what they answered."), field="answer")
    wants = answer == DeletionAsk.Answer.REFUSED
    if wants and ground not in DeletionAsk.Ground.values:
        raise InvalidInput(_("Say on what ground it is kept."), field="ground")
    if not wants and ground:
        raise InvalidInput(_("A ground is for what is kept."), field="ground")


def _require_past(on: datetime.date, since: datetime.date, by: User) -> None:
    if not since <= on <= today(by.home):
        raise InvalidInput(_("Choose a day from when it was asked until today."), field="on")
