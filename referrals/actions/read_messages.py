"""Reading what the two sides said. Words are read like what was disclosed: checked and told each time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import CasemgrError, Gone, NotFound, NotPermitted
from referrals.codes import MessageKind
from referrals.models import Referral, ReferralMessage
from referrals.permissions import may_read_disclosure
from referrals.standing import require_standing

from .read import require_disclosed, tell_of_reading


@dataclass(frozen=True)
class Said:
    """A message; its words, or why they aren't there: "other" (a colleague's), "gone"."""

    message: ReferralMessage
    text: str | None = None
    hidden: str = ""


@transaction.atomic
def read_messages(referral: Referral, *, by: User) -> list[Said]:
    """All messages of a referral, oldest first; the other side's count as seen from now on. Errors: NotFound."""
    current = Referral.objects.visible_to(by).select_related("sender", "receiver").filter(pk=referral.pk).first()
    if current is None:
        raise NotFound()
    rows = ReferralMessage.objects.visible_to(by).filter(referral=current)
    found = list(rows.select_related("answers", "author", "snapshot", "organization").order_by("id"))
    hidden = _why_hidden(current, by) if any(one.kind == MessageKind.WORDS for one in found) else ""
    said = [_said(one, hidden) for one in found]
    trail.read(events.REFERRAL_MESSAGES_READ, by=by, subjects=[current])
    if any(one.text is not None for one in said):
        tell_of_reading(current, by)
    rows.filter(seen_at=None).exclude(organization=by.home).update(seen_at=timezone.now())
    return said


def words_of(message: ReferralMessage, *, by: User) -> str:
    """The words of one message. Errors: those of reading what was disclosed."""
    if why := _why_hidden(message.referral, by):
        raise NotPermitted() if why == "other" else Gone()
    try:
        text = message.text or ""
    except KeyDestroyed:
        raise Gone() from None
    tell_of_reading(message.referral, by)
    return text


def _why_hidden(referral: Referral, by: User) -> str:
    try:
        require_disclosed(referral)
        require_standing(referral)
    except CasemgrError:
        return "gone"
    return "" if may_read_disclosure(by, referral) else "other"


def _said(message: ReferralMessage, hidden: str) -> Said:
    if message.kind != MessageKind.WORDS:
        return Said(message)
    if hidden:
        return Said(message, hidden=hidden)
    try:
        return Said(message, text=message.text)
    except KeyDestroyed:
        return Said(message, hidden="gone")
