"""The same numbers of the referrals that somebody sees of their own organization: exact, nothing withheld."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from casemgr.accounts.models import User
from referrals.lifecycle import ContactResult, DeclineReason, Event, State
from referrals.mechanism import LADDER, Cell, Figures
from referrals.models import Referral, ReferralEvent
from referrals.querysets import AWAITING_ANSWER, TAKEN_ON

UNMET = (DeclineReason.NO_CAPACITY, DeclineReason.INELIGIBLE, DeclineReason.WRONG_SERVICE)
SHARES = {"half": 0.5, "most": 0.9}
Moments = dict[Any, dict[str, datetime.datetime]]


def of_own(user: User, first: datetime.date, after: datetime.date) -> dict[str, Figures]:
    """By side ("sent", "received"), of what the user sees that was offered in these days (UTC)."""
    start, end = (datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in (first, after))
    rows = Referral.objects.visible_to(user).filter(offered_at__gte=start, offered_at__lt=end)
    found = list(rows.exclude(state__in=[State.DRAFT, State.ENTERED_IN_ERROR]))
    moments = _moments(user, found)
    sides = {"sent": [], "received": []}  # type: dict[str, list[Referral]]
    for one in found:
        sides["sent" if one.sender_id == user.organization_id else "received"].append(one)
    return {side: _figures(ones, moments) for side, ones in sides.items()}


def _moments(user: User, found: list[Referral]) -> Moments:
    """When each was first answered, reached, acknowledged or put on a waiting list."""
    moments: Moments = {one.pk: {} for one in found}
    rows = ReferralEvent.objects.visible_to(user).filter(referral__in=list(moments)).order_by("at")
    for referral, event, code, at in rows.values_list("referral_id", "event", "code", "at"):
        answered = event in (Event.ACCEPT, Event.DECLINE)
        reached = event == Event.RECORD_CONTACT and code == ContactResult.OK
        kind = "answer" if answered else "contact" if reached else event
        moments[referral].setdefault(kind, at)
    return moments


def _figures(ones: list[Referral], moments: Moments) -> Figures:
    numbers: Counter[Cell] = Counter()
    for one in ones:
        numbers.update(_cells(one, moments[one.pk]))
    return Figures(dict(numbers) | dict(_times(ones, moments)))


def _cells(one: Referral, moments: dict[str, datetime.datetime]) -> Iterator[Cell]:
    """The cells that one referral counts in; the database codes them alike (migration 0019, a test compares)."""
    became = outcome(one)
    yield "offered", "", "all"
    yield "urgency", "all", one.urgency
    yield "outcome", "all", became
    yield "acknowledged", "all", "yes" if Event.ACKNOWLEDGE in moments else "no"
    yield "waitlisted", "all", "yes" if Event.WAITLIST in moments else "no"
    why = one.reason_code if one.state == State.DECLINED else one.state
    if became in ("accepted", "unmet", "refused"):
        yield "progress" if became == "accepted" else became, became, why
    if became == "unmet":
        yield "service", "unmet", one.service_code
        yield "region", one.service_code, one.region
        yield "language", one.service_code, one.language


def outcome(one: Referral) -> str:
    """What became of an offer: accepted, unmet (nobody could give it), refused, withdrawn, revoked or waiting."""
    if one.state in TAKEN_ON:
        return "accepted"
    if one.state == State.EXPIRED or (one.state == State.DECLINED and one.reason_code in UNMET):
        return "unmet"
    if one.state == State.DECLINED:
        return "refused"
    return "waiting" if one.state in AWAITING_ANSWER else one.state


def _times(ones: list[Referral], moments: Moments) -> Iterator[tuple[Cell, int]]:
    for kind in ("answer", "contact"):
        for urgency in sorted({one.urgency for one in ones}):
            told = [(one.offered_at, moments[one.pk].get(kind)) for one in ones if one.urgency == urgency]
            spans = sorted(at - offered for offered, at in told if offered and at)
            for share, part in SHARES.items() if spans else ():
                yield (f"{kind}_{share}", "", urgency), step(spans[math.ceil(part * len(spans)) - 1], LADDER)


def step(span: datetime.timedelta, ladder: Iterable[int]) -> int:
    """The first step of the ladder (hours) that holds the span; 0 when none does."""
    return next((hours for hours in ladder if datetime.timedelta(hours=hours) >= span), 0)
