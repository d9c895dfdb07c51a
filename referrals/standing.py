"""Whether the consent a referral stands on covers it now: asked at submit, accept and every read of a disclosure.

The receiver can't read the sender's consents. `app.referral_standing` (migration 0004) tells either party the coded
facts of this one consent, as they are at this moment, so that withdrawing it needs no act on the referral.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization
from cases.disclosed import consented_fields
from referrals.errors import ConsentNotInForce, PartnerNotActive
from referrals.models import Referral


@dataclass(frozen=True)
class Standing:
    """The consent's coded facts; dates are days of the sender's time zone, `ends_on` is the first day without."""

    decision: str
    purpose: str
    recipient_id: UUID
    service_code: str
    categories: list[str]
    starts_on: datetime.date
    ends_on: datetime.date
    ended_at: datetime.datetime | None
    never_share: bool
    worker_id: UUID

    def covers(self, referral: Referral, day: datetime.date, fields: Iterable[str] = ()) -> bool:
        """Given, in time, for this recipient and service, nobody barred, and no field beyond the agreed ones."""
        return (
            self.decision == "given"
            and self.purpose == "share"
            and self.ended_at is None
            and self.starts_on <= day < self.ends_on
            and self.recipient_id == referral.receiver_id
            and self.service_code in ("", referral.service_code)
            and not self.never_share
            and set(fields) <= consented_fields(self.categories)
        )


def standing_of(referral: Referral) -> Standing | None:
    """The facts as they are now, or None for somebody who is no party. Wants an open transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT decision, purpose, recipient_id, service_code, categories, starts_on, ends_on, ended_at, "
            "never_share, worker_id FROM app.referral_standing(%s)",
            [referral.pk],
        )
        row = cursor.fetchone()
    return Standing(*row) if row else None


def require_standing(referral: Referral, fields: Iterable[str] = ()) -> Standing:
    """The consent's facts if it covers the referral (and these fields) today and both organizations take part.

    Raises ConsentNotInForce, and its kind PartnerNotActive.
    """
    if {referral.sender.status, referral.receiver.status} != {Organization.Status.ACTIVE}:
        raise PartnerNotActive()
    standing = standing_of(referral)
    if standing is None or not standing.covers(referral, today(referral.sender), fields):
        raise ConsentNotInForce()
    return standing
