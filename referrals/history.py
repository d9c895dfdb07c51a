"""Tells both organizations what happened to a referral: an event, a line in the trail, and a word to their systems.

If the other one works on another instance, a letter goes there; a practice partner makes its next move. A partner
without the system is told by people.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from contextlib import nullcontext
from uuid import UUID

from casemgr.accounts.models import User
from casemgr.audit import trail
from casemgr.db.actor import acting_as
from referrals.lifecycle import ActorRole, State
from referrals.models import Referral, ReferralEvent
from referrals.outbox import tell_other_instance
from referrals.practice.queue import expect_move
from referrals.webhooks import outbox


def tell(
    referral: Referral,
    event: str,
    *,
    by: User | None,
    role: ActorRole,
    before: State | None,
    code: str = "",
    through: User | None = None,
    changed: Iterable[str] = (),
    until: datetime.date | None = None,
    way: str = "",
) -> None:
    """Write the step for the actor's organization and, once the referral was offered, for the other side.

    `through` is the machine client that a person acted by: it made the call, so the trail names it as the actor and
    the person beside it. Events name people to their own organization only. `by` is None for the clock.
    `changed` are names of fields. `way` is how the actor learned of what they write down for the receiver.
    """
    sides = [side.pk for side in (referral.sender, referral.receiver) if not side.is_outside]
    own = by.organization_id if by and by.organization_id in sides else None
    told = sides if referral.offered_at else [referral.sender_id]
    ReferralEvent.objects.bulk_create(
        ReferralEvent(
            organization_id=organization_id,
            referral=referral,
            event=event,
            actor_role=role,
            from_state=before or "",
            to_state=referral.state,
            code=code,
            way=way,
            actor=by if organization_id == own else None,
            through=through if organization_id == own else None,
        )
        for organization_id in told
    )
    for organization_id in told:
        with nullcontext() if by else acting_as(None):
            trail.record(
                f"referral:record:{event}",
                by=through or by,
                subject=referral,
                organization_id=organization_id,
                changed=changed,
                facts=_facts(referral, role, code, way, by if through else None),
            )
    outbox.note(referral, event, told)
    if referral.offered_at:
        expect_move(referral)
    if referral.offered_at and _is_news_elsewhere(referral, own):
        tell_other_instance(referral, event, code=code, until=until)


def _is_news_elsewhere(referral: Referral, own: UUID | None) -> bool:
    """Whether one side works on another instance, and the step isn't its own."""
    return any(side.is_remote and side.pk != own for side in (referral.sender, referral.receiver))


def _facts(referral: Referral, role: ActorRole, code: str, way: str, named: User | None) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"to_state": str(referral.state), "as": str(role)}
    facts |= {name: said for name, said in (("code", code), ("way", way)) if said}
    if named:
        facts["on_behalf_of"] = str(named.pk)
    return facts
