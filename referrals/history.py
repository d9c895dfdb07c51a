"""Tells both organizations what happened to a referral: an event, a line in the trail, and a word to their systems."""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.audit import trail
from referrals.lifecycle import ActorRole, State
from referrals.models import Referral, ReferralEvent
from referrals.webhooks import outbox


def tell(
    referral: Referral,
    event: str,
    *,
    by: User,
    role: ActorRole,
    before: State | None,
    code: str = "",
    through: User | None = None,
) -> None:
    """Write the step for the actor's organization and, once the referral was offered, for the other side.

    `through` is the machine client that a person acted by: it made the call, so the trail names it as the actor and
    the person beside it. Events name people to their own organization only.
    """
    own = referral.sender_id if by.organization_id == referral.sender_id else referral.receiver_id
    other = referral.receiver_id if own == referral.sender_id else referral.sender_id
    for organization_id in (own, other) if referral.offered_at else (own,):
        mine = organization_id == own
        ReferralEvent(
            organization_id=organization_id,
            referral=referral,
            event=event,
            actor_role=role,
            from_state=before or "",
            to_state=referral.state,
            code=code,
            actor=by if mine else None,
            through=through if mine else None,
        ).save(force_insert=True)
        trail.record(
            f"referral:record:{event}",
            by=through or by,
            subject=referral,
            organization_id=organization_id,
            facts=_facts(referral, role, code, by if through else None),
        )
        outbox.note(referral, event, organization_id)


def _facts(referral: Referral, role: ActorRole, code: str, named: User | None) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"to_state": str(referral.state), "as": str(role)}
    if code:
        facts["code"] = code
    if named:
        facts["on_behalf_of"] = str(named.pk)
    return facts
