"""What the two sides say to each other: codes from the offer on, words only about a person who was disclosed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import InvalidInput, NotInThisState, NotPermitted
from casemgr.ids import public_id as new_id
from cases.models import Notification
from referrals import history, permissions
from referrals.alerts import alert_other_side
from referrals.codes import ANSWERS_ONE, NAMES_DAY, MessageKind, Role
from referrals.lifecycle import RECEIVER_SEES, State, Tier
from referrals.models import DisclosureSnapshot, Referral, ReferralMessage
from referrals.models.message import LONGEST
from referrals.outbox import pairing_of, tell_partner
from referrals.standing import require_standing

from ._step import locked
from .read import require_disclosed


@transaction.atomic
def send_message(
    referral: Referral,
    *,
    kind: str,
    by: User,
    text: str = "",
    day: datetime.date | None = None,
    answers: str = "",
    through: User | None = None,
    public_id: str = "",
) -> ReferralMessage:
    """Say something to the other side: a code of MessageKind, with a day or an answer where it has one.

    `answers` is the public id of the other side's message. Words want somebody who may read what was disclosed.
    `public_id` is given for messages that another instance sent. Errors: InvalidInput, NotPermitted, NotInThisState,
    ConsentNotInForce, NotReleased, Gone.
    """
    current = locked(referral, by)
    require_talking(current, by)
    _check(kind, text, day)
    message = ReferralMessage(
        public_id=public_id or new_id(),
        organization=by.home,
        referral=current,
        kind=kind,
        day=day,
        answers=_answered(current, kind, answers, by),
        author=by,
        through=through,
    )
    if kind == MessageKind.WORDS:
        message.snapshot = _disclosed(current, by)
        message.text = text.strip()
    message.save(force_insert=True)
    role = permissions.actor_role(by, current)
    history.tell(current, "message", by=by, role=role, before=State(current.state), code=kind, through=through)
    alert_other_side(current, Notification.Kind.REFERRAL_MESSAGE, by=by)
    pairing = pairing_of(current)
    if pairing is not None and pairing.account_id != by.pk:
        tell_partner(pairing, "message", referral=current, code=message.public_id)
    return message


def require_talking(referral: Referral, by: User) -> None:
    """Refuse where the two sides have nothing more to say, or this person may not speak for theirs.

    Errors: NotPermitted, NotInThisState, ConsentNotInForce.
    """
    require_side(referral, by)
    if not is_open(referral):
        raise NotInThisState(_("This referral is over, or wasn't sent yet: telephone them instead."))
    require_standing(referral)


def require_side(referral: Referral, by: User) -> None:
    """Refuse whoever may not act for their side of referrals. Errors: NotPermitted.

    The receiver's own system may: talking discloses nothing, unlike accepting, for which it has to name a person.
    """
    is_sender = referral.role_of(by.organization_id) is Role.SENDER
    if is_sender or not (by.is_machine and by.has_access):
        require(by, "send_referral" if is_sender else "answer_referral")


def is_open(referral: Referral) -> bool:
    """Whether both sides are still at it, and the receiver reads here: others are telephoned."""
    if referral.receiver.is_outside:
        return False
    return not referral.is_purged and RECEIVER_SEES[State(referral.state)] in (Tier.OFFER, Tier.DISCLOSURE)


def _check(kind: str, text: str, day: datetime.date | None) -> None:
    if kind not in MessageKind.values:
        raise InvalidInput(_("Choose what to say."), field="kind")
    if (kind in NAMES_DAY) != (day is not None):
        raise InvalidInput(_("Name the day, or choose a message without one."), field="day")
    if (kind == MessageKind.WORDS) != bool(text.strip()):
        raise InvalidInput(_("Write your words, or choose a message without any."), field="text")
    if len(text) > LONGEST:
        raise InvalidInput(_("This text is too long."), field="text")


def _answered(referral: Referral, kind: str, answers: str, by: User) -> ReferralMessage | None:
    if not answers:
        if kind in ANSWERS_ONE:
            raise InvalidInput(_("Choose the message that this answers."), field="answers")
        return None
    rows = ReferralMessage.objects.visible_to(by).filter(referral=referral, public_id=answers)
    found = rows.exclude(organization=by.home).first()
    if found is None or kind not in ANSWERS_ONE:
        raise InvalidInput(_("Choose the message that this answers."), field="answers")
    return found


def _disclosed(referral: Referral, by: User) -> DisclosureSnapshot:
    """What the words are about. Errors: NotReleased, Gone, NotPermitted."""
    require_disclosed(referral)
    if not permissions.may_read_disclosure(by, referral):
        raise NotPermitted(_("Only who took the person on, and those who lead, can write in words."))
    snapshot = DisclosureSnapshot.objects.visible_to(by).filter(referral=referral).first()
    if snapshot is None:
        raise NotInThisState()
    return snapshot
