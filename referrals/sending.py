"""Who stands for the sender at this moment: the worker who sent the referral, else the caseworker of its case."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from casemgr.accounts.models import User
from cases.models import Case
from referrals.codes import Role
from referrals.models import Referral, ReferralParty


def workers_of(referral: Referral, sent_by: UUID | None) -> Iterator[User]:
    """Who may answer for the sender now: the worker who sent it, else (they are away or left) the caseworker.

    Wants an open transaction that states one of the two parties.
    """
    for worker_id in _each_once(referral, sent_by):
        worker = User.objects.filter(pk=worker_id, organization_id=referral.sender_id).first()
        if worker is not None and worker.can("send_referral"):
            yield worker


def _each_once(referral: Referral, sent_by: UUID | None) -> Iterator[UUID | None]:
    yield sent_by
    if (caseworker := caseworker_of(referral)) != sent_by:  # asked for only when the first won't do
        yield caseworker


def caseworker_of(referral: Referral) -> UUID | None:
    """The caseworker of the case that the referral is about, as either party may know them: by id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.referral_caseworker(%s)", [referral.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def case_seen_by(worker: User, referral: Referral) -> Case | None:
    """The case the referral is about, if this worker sees it now. Wants a transaction that states the worker."""
    sides = ReferralParty.objects.unscoped("the case is scoped next, and a sender's row is seen by who sees its case")
    own = sides.filter(referral=referral, role=Role.SENDER, organization_id=referral.sender_id)
    return Case.objects.visible_to(worker).select_related("person").filter(pk__in=own.values("case_id")).first()
