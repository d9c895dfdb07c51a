"""Who is told of a referral that waits or went wrong: a line without names for people of one side."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.db.actor import Actor, acting_as
from cases.actions.approvals import supervisors_of
from cases.actions.notifications import notify_people
from cases.models import Case
from referrals.codes import Role
from referrals.models import Referral, ReferralParty
from referrals.sending import case_seen_by, workers_of
from referrals.standing import standing_of

_WHY = "row-level security shows an organization its own side"


def as_organization(organization_id: UUID) -> Actor:
    """The organization itself: its side of its referrals, as far as the whole of it sees, and nothing else."""
    return Actor(organization_id, organization_id, "organization")


def alert_receiver(referral: Referral, kind: str) -> None:
    """Tell everybody at the receiver who answers referrals; of one outside, the sender's worker, who calls them."""
    if referral.receiver.is_outside:
        alert_sender(referral, kind)
        return
    with acting_as(as_organization(referral.receiver_id)):
        notify_people(people_who(referral.receiver_id, "answer_referral"), kind=kind, about=referral.public_id)


def alert_other_side(referral: Referral, kind: str, *, by: User) -> None:
    """Tell whoever works on it at the side that `by` isn't of. Wants an open transaction of one of the two parties."""
    if referral.role_of(by.organization_id) is Role.RECEIVER:
        alert_sender(referral, kind)
        return
    with acting_as(as_organization(referral.receiver_id)):
        own = ReferralParty.objects.unscoped(_WHY).filter(referral=referral, role=Role.RECEIVER)
        took_on = own.select_related("worker").first()
        worker = took_on.worker if took_on else None
        if worker is not None and worker.has_access:
            notify_people([worker], kind=kind, about=referral.public_id)
            return
    alert_receiver(referral, kind)


def alert_sender(referral: Referral, kind: str, *, supervisors: bool = False) -> None:
    """Tell the sender's worker, as somebody who sees the case now, and its supervisors where `supervisors`.

    When no person of these sees the case, the supervisors are told without it: silence would be worse. Wants an open
    transaction that states one of the two parties.
    """
    standing = standing_of(referral)
    for worker in workers_of(referral, standing.worker_id if standing else None):
        if worker.is_machine:
            continue
        with acting_as_user(worker):
            case = case_seen_by(worker, referral)
            if case is not None:
                told = [worker, *(supervisors_of(case, worker) if supervisors else [])]
                notify_people(told, kind=kind, case=case, about=referral.public_id)
                return
    _alert_supervisors(referral, kind)


def _alert_supervisors(referral: Referral, kind: str) -> None:
    with acting_as(as_organization(referral.sender_id)):
        notify_people(people_who(referral.sender_id, "review_access"), kind=kind, about=referral.public_id)


def tell(actor: Actor, people: Iterable[User], *, kind: str, about: str, case: Case | None = None) -> None:
    """A line for these people, written as `actor`, who is of their organization."""
    with acting_as(actor):
        notify_people(people, kind=kind, case=case, about=about)


def people_who(organization_id: UUID, permission: str) -> Iterable[User]:
    """The people of an organization whose role holds the permission."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    return User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=roles)
