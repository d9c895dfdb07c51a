"""The documents on the page of a referral."""

from __future__ import annotations

from typing import Any

from casemgr.accounts.models import User
from cases.models import Document
from referrals.codes import Role
from referrals.lifecycle import RECEIVER_SEES, State, Tier
from referrals.models import Referral, ReferralAttachment, ReferralParty

Scan = ReferralAttachment.Scan


def documents_of(user: User, one: Referral, *, readable: bool) -> dict[str, Any]:
    """The documents that go along, with their titles where `readable`, and whether the user may choose more.

    Whoever sees the document itself, at the sender, reads its title there.
    """
    rows = ReferralAttachment.objects.visible_to(user).filter(referral=one).select_related("snapshot")
    sends = one.role_of(user.organization_id) is Role.SENDER
    found = [] if one.is_purged else list(rows.order_by("id"))
    chosen = Document.objects.visible_to(user).filter(pk__in=[row.document_id for row in found if sends])
    own = {document.pk: document for document in chosen}
    shown = [_row(row, own.get(row.document_id), readable) for row in found]
    return {"documents": shown, "may_choose": sends and _may_choose(user, one)}


def _row(row: ReferralAttachment, own: Document | None, readable: bool) -> dict[str, Any]:
    title = row.title if row.snapshot_id and readable else None
    if title is None and own is not None:
        title = own.title
    opens = row.snapshot_id is not None and readable and row.scan in (Scan.CLEAN, Scan.NOT_LOOKED_AT)
    return {"attachment": row, "title": title, "opens": opens, "released": row.snapshot_id is not None}


def _may_choose(user: User, one: Referral) -> bool:
    """The person agreed to share documents, and they can still go along."""
    open_to_them = one.state == State.DRAFT or RECEIVER_SEES[State(one.state)] in (Tier.OFFER, Tier.DISCLOSURE)
    reads_here = not one.receiver.is_remote and not one.receiver.is_outside
    if not open_to_them or one.is_purged or not reads_here or not user.can("send_referral"):
        return False
    party = ReferralParty.objects.visible_to(user).filter(referral=one, role=Role.SENDER).select_related("consent")
    found = party.first()
    return found is not None and found.consent is not None and "documents" in found.consent.categories
