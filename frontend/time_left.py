"""How much of the time to decide is left, in words and as the length of a bar."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from referrals.codes import TIME_TO_REACH, Urgency
from referrals.lifecycle import State
from referrals.models import Referral

SOON, LATE = 50, 90  # hundredths: the moments of the reminders


@dataclass(frozen=True)
class TimeLeft:
    """Words, and how much is used up in hundredths; `piece` names the colour of the bar."""

    words: str
    used: int
    piece: str
    overdue: bool


def time_left(referral: Referral) -> TimeLeft | None:
    """Until the receiver has to decide, or to have reached the person; None where nobody waits for either."""
    now = timezone.now()
    if referral.is_undecided and referral.deadline:
        began = referral.state_since if referral.state == State.WAITLISTED else referral.offered_at
        return _left(began or now, referral.deadline, now)
    if referral.state == State.ACCEPTED:
        return _left(referral.state_since, referral.state_since + TIME_TO_REACH[Urgency(referral.urgency)], now)
    return None


def _left(began: datetime.datetime, due: datetime.datetime, now: datetime.datetime) -> TimeLeft:
    if due <= now:
        return TimeLeft(_("Overdue by %s") % timesince(due, now), 100, "urgent", True)
    whole = max((due - began).total_seconds(), 1.0)
    used = round(max(0.0, min(100.0, 100 * (now - began).total_seconds() / whole)))
    piece = "urgent" if used >= LATE else "watch" if used >= SOON else "other"
    return TimeLeft(_("%s left") % timeuntil(due, now), used, piece, False)
