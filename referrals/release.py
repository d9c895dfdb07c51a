"""Seals what the person agreed to share, at the moment the receiver accepts.

The one place where a receiver's request reads the sender's rows: for these statements the transaction states one of
the sender's workers, with the rights they have at this moment and no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.encryption import keys
from cases.models import Case
from referrals.codes import Role
from referrals.disclosure import collect
from referrals.errors import SenderMustSendAgain
from referrals.models import DisclosureSnapshot, Referral, ReferralParty
from referrals.standing import Standing


def release(referral: Referral, standing: Standing) -> DisclosureSnapshot:
    """The snapshot of exactly the consented fields, under a key of its own.

    Raises SenderMustSendAgain when neither the worker who sent it nor the case's caseworker may send it now.
    """
    for worker in _workers(referral, standing):
        with acting_as_user(worker):
            case = _case_of(referral, worker)
            if case is not None:
                return _seal(referral, case, standing)
    raise SenderMustSendAgain()


def _workers(referral: Referral, standing: Standing) -> Iterator[User]:
    """Who may answer for the sender now: the worker who sent it, else (they are away or left) the caseworker."""
    for worker_id in (standing.worker_id, _caseworker_of(referral)):
        worker = User.objects.filter(pk=worker_id, organization_id=referral.sender_id).first()
        if worker is not None and worker.can("send_referral"):
            yield worker


def _caseworker_of(referral: Referral) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.referral_caseworker(%s)", [referral.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def _case_of(referral: Referral, worker: User) -> Case | None:
    """The case the referral is about, if this worker sees it now."""
    party = ReferralParty.objects.visible_to(worker).filter(referral=referral, role=Role.SENDER)
    return Case.objects.visible_to(worker).select_related("person").filter(pk__in=party.values("case_id")).first()


def _seal(referral: Referral, case: Case, standing: Standing) -> DisclosureSnapshot:
    content = collect(case, standing.categories)
    snapshot = DisclosureSnapshot(
        organization_id=referral.sender_id,
        referral=referral,
        categories=sorted(standing.categories),
        fields=sorted(content),
        content=content,  # type: ignore[misc]  # the descriptor of an encrypted field
    )
    keys.create_data_key(referral.sender_id, snapshot.pk)
    snapshot.save(force_insert=True)
    return snapshot
