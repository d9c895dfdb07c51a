"""Copies the chosen documents when a disclosure is released, each as its worker may open it at that moment."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.documents import storage
from cases.models import Case, Document
from referrals import attachments
from referrals.models import DisclosureSnapshot, Referral, ReferralAttachment

Scan = ReferralAttachment.Scan


def scan_of(document: Document) -> str:
    """Whether the copy has to be looked at first: not when the document was, or when there is no scanner."""
    if document.scanned:
        return Scan.CLEAN
    return Scan.WAITING if settings.CASEMGR_CLAMAV else Scan.NOT_LOOKED_AT


def release_documents(referral: Referral, snapshot: DisclosureSnapshot, case: Case, *, by: User) -> int:
    """Seal a copy of each chosen document under the snapshot's key; how many. `by` is the sender's worker.

    One that was deleted, or that this worker doesn't see, stays behind. Wants a transaction that states the worker.
    """
    if "documents" not in snapshot.categories:
        return 0
    waiting = ReferralAttachment.objects.visible_to(by).filter(referral=referral, snapshot=None)
    seen = {row.pk: row for row in Document.objects.visible_to(by).kept().filter(case=case)}
    released = 0
    for one in waiting.order_by("id"):
        document = seen.get(one.document_id)
        if document is None:
            continue
        one.snapshot, one.title = snapshot, document.title or ""
        one.size = attachments.keep(one, attachments.Stream(storage.content(document)))
        one.released_at, one.scan = timezone.now(), scan_of(document)
        one.save(update_fields=["snapshot", "title_sealed", "size", "released_at", "scan"])
        trail.record(events.REFERRAL_ATTACHMENT_RELEASED, by=by, subject=one, facts={"size": one.size})
        if one.scan == Scan.WAITING:
            look_later(one)
        released += 1
    return released


def look_later(attachment: ReferralAttachment) -> None:
    """A job that has the copy looked at, once this is committed."""
    said = {"attachment": str(attachment.pk), "organization": str(attachment.organization_id)}
    task = app.configure_task("attachments.scan", allow_unknown=False)
    transaction.on_commit(lambda: task.defer(**said))
