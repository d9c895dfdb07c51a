"""Seals what the person agreed to share, at the moment the receiver accepts.

The one place where a receiver's request reads the sender's rows: for these statements the transaction states one of
the sender's workers, with the rights they have at this moment and no others.
"""

from __future__ import annotations

from casemgr.accounts.acting import acting_as_user
from casemgr.encryption import keys
from cases.disclosed import collect
from cases.models import Case
from referrals.errors import SenderMustSendAgain
from referrals.models import DisclosureSnapshot, Referral
from referrals.releasing_documents import release_documents
from referrals.sending import case_seen_by, workers_of
from referrals.standing import Standing


def release(referral: Referral, standing: Standing) -> DisclosureSnapshot:
    """The snapshot of exactly the consented fields, under a key of its own.

    Raises SenderMustSendAgain when neither the worker who sent it nor the case's caseworker may send it now.
    """
    for worker in workers_of(referral, standing.worker_id):
        with acting_as_user(worker):
            case = case_seen_by(worker, referral)
            if case is not None:
                snapshot = _seal(referral, case, standing)
                release_documents(referral, snapshot, case, by=worker)
                return snapshot
    raise SenderMustSendAgain()


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
