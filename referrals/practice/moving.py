"""The practice partner's moves: each a job and a transaction of its own, by the ordinary action."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.errors import NotInThisState
from referrals import actions
from referrals.codes import HandOffKind, HandOffPlace, HandOffState, MessageKind, Role
from referrals.enquiry_codes import Answer
from referrals.errors import ConsentNotInForce
from referrals.lifecycle import Event
from referrals.models import EnquiryAnswer, HandOff, Referral, ReferralEvent, ReferralMessage
from referrals.standing import require_standing

from .player import Player, playing
from .script import ANSWERS, PASS_TIME, Step, next_step, script_of

WAITS_FOR = datetime.timedelta(days=7)
HANDED_OVER_IN = datetime.timedelta(days=2)
#: what the other side asks for and the partner agrees to; somebody who comes along it has no door for
AGREES = {HandOffKind.JOINT_CALL, HandOffKind.INTRODUCTION}
WRONG = "Practice: this should never have been."


def move(referral_id: UUID, partner_id: UUID) -> None:
    """Take the next step of the script, if there is one now, and answer what the other side said.

    A second run finds nothing left to do. Where consent, time or the other side's own step stands against it, the
    partner leaves the referral as it is, as anybody would.
    """
    player = playing(partner_id)
    if player is None:
        return
    try:
        with acting_as_user(player.system), transaction.atomic():
            _move(referral_id, player)
    except (ConsentNotInForce, NotInThisState):
        return


def _move(referral_id: UUID, player: Player) -> None:
    seen = Referral.objects.visible_to(player.person).select_related("sender", "receiver")
    current = seen.select_for_update(of=("self",)).filter(pk=referral_id).first()
    if current is None:  # emptied, or a draft that isn't offered
        return
    _agree(current, player)
    _reply(current, player)
    receives = current.role_of(player.organization.pk) is Role.RECEIVER
    own = ReferralEvent.objects.visible_to(player.person).filter(referral=current, actor__isnull=False)
    done = own.order_by("pk").values_list("event", "code")
    step = next_step(script_of(current.service_code, receives=receives), current.state, done)
    if step is not None:
        MOVES[step.act](current, player, step)


def answer(asked_id: UUID, partner_id: UUID) -> None:
    """Answer an enquiry as the script says; a second run changes nothing."""
    player = playing(partner_id)
    if player is None:
        return
    with acting_as_user(player.system), transaction.atomic():
        asked = EnquiryAnswer.objects.visible_to(player.person).filter(pk=asked_id, answer="").first()
        if asked is None or not asked.is_open:
            return
        said, reason = ANSWERS.get(asked.service_code, (Answer.YES, ""))
        until = None if said == Answer.NO else today(player.organization) + WAITS_FOR
        actions.answer_enquiry(asked, answer=said, reason=reason, until=until, by=player.person, through=player.system)


def _acknowledge(referral: Referral, player: Player, step: Step) -> None:
    actions.acknowledge(referral, by=player.person, through=player.system)


def _waitlist(referral: Referral, player: Player, step: Step) -> None:
    """For a week, or as long as the consent lasts; one that ends tomorrow is left unanswered."""
    ends_on = require_standing(referral).ends_on
    day = today(referral.receiver)
    until = min(day + WAITS_FOR, ends_on - datetime.timedelta(days=1))
    if until > day:
        actions.waitlist(referral, until=until, by=player.person, through=player.system)


def _decline(referral: Referral, player: Player, step: Step) -> None:
    actions.decline(referral, reason=step.code, by=player.person, through=player.system)


def _accept(referral: Referral, player: Player, step: Step) -> None:
    actions.accept(referral, by=player.person, through=player.system)


def _contact(referral: Referral, player: Player, step: Step) -> None:
    actions.record_contact(referral, result=step.code, by=player.person, through=player.system)


def _complete(referral: Referral, player: Player, step: Step) -> None:
    actions.complete(referral, outcome=step.code, by=player.person, through=player.system)


def _end(referral: Referral, player: Player, step: Step) -> None:
    actions.end(referral, reason=step.code, by=player.person, through=player.system)


def _withdraw(referral: Referral, player: Player, step: Step) -> None:
    actions.withdraw(referral, by=player.system)


def _revoke(referral: Referral, player: Player, step: Step) -> None:
    actions.revoke(referral, by=player.system)


def _error(referral: Referral, player: Player, step: Step) -> None:
    actions.mark_error(referral, reason=WRONG, by=player.person, through=player.system)


def _pass_time(referral: Referral, player: Player, step: Step) -> None:
    actions.let_time_pass(referral, by=player.system)


def _message(referral: Referral, player: Player, step: Step) -> None:
    actions.send_message(referral, kind=step.code, by=player.person, through=player.system)


def _propose(referral: Referral, player: Player, step: Step) -> None:
    actions.propose_handoff(
        referral,
        kind=HandOffKind.JOINT_CALL,
        place=HandOffPlace.TELEPHONE,
        starts_at=timezone.now() + HANDED_OVER_IN,
        by=player.person,
        through=player.system,
    )


MOVES: dict[str, Callable[[Referral, Player, Step], None]] = {
    Event.ACKNOWLEDGE: _acknowledge,
    Event.WAITLIST: _waitlist,
    Event.DECLINE: _decline,
    Event.ACCEPT: _accept,
    Event.RECORD_CONTACT: _contact,
    Event.COMPLETE: _complete,
    Event.END: _end,
    Event.WITHDRAW: _withdraw,
    Event.REVOKE: _revoke,
    Event.ERROR: _error,
    PASS_TIME: _pass_time,
    "message": _message,
    "handoff": _propose,
}


def _agree(referral: Referral, player: Player) -> None:
    """Answer the meetings that the other side proposed."""
    rows = HandOff.objects.visible_to(player.person).filter(referral=referral, state=HandOffState.PROPOSED)
    for one in rows.exclude(proposed_by=player.organization):
        said = HandOffState.AGREED if one.kind in AGREES else HandOffState.DECLINED
        actions.answer_handoff(one, state=said, by=player.person, through=player.system)


def _reply(referral: Referral, player: Player) -> None:
    """Say yes to whatever the other side asks whether it is still wanted."""
    said = ReferralMessage.objects.visible_to(player.person).filter(referral=referral)
    answered = set(said.filter(organization=player.organization).values_list("answers_id", flat=True))
    asked = said.filter(kind=MessageKind.STILL_WANTED).exclude(organization=player.organization)
    for one in asked.exclude(pk__in=[pk for pk in answered if pk]):
        actions.send_message(
            referral, kind=MessageKind.YES, answers=one.public_id, by=player.person, through=player.system
        )
