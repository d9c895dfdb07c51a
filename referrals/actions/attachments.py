"""Choose the documents that go along, take them away again, open those that were released, look for viruses."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import CasemgrError, Gone, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.documents.virus_scan import refuse_viruses
from cases.models import Case, Document, Notification
from referrals import attachments
from referrals.alerts import alert_other_side, as_organization
from referrals.codes import Role
from referrals.errors import ConsentNotInForce
from referrals.lifecycle import State
from referrals.models import DisclosureSnapshot, Referral, ReferralAttachment, ReferralParty
from referrals.permissions import may_read_disclosure
from referrals.querysets import AttachmentQuerySet
from referrals.releasing_documents import release_documents, scan_of
from referrals.standing import require_standing

from ._step import locked
from .messages import is_open
from .read import require_disclosed, tell_of_reading

CATEGORY = "documents"
Scan = ReferralAttachment.Scan


class Scanning(CasemgrError):
    """The copy hasn't been looked at for viruses yet."""

    status = 423
    code = "scanning"
    default_message = gettext_lazy("This document is still being looked at for viruses. Try again in a minute.")


@transaction.atomic
def choose_documents(referral: Referral, documents: Collection[str], *, by: User) -> list[ReferralAttachment]:
    """Let these documents (public ids) of the case go along; at once where the person was taken on already.

    Errors: InvalidInput, NotPermitted, NotFound, NotInThisState, ConsentNotInForce.
    """
    current, case, agreed = _sending(referral, by)
    if CATEGORY not in agreed:
        message = _("The person didn't agree to share documents. Ask them, and refer with that consent.")
        raise InvalidInput(message, field="documents")
    if current.receiver.is_remote:
        message = _("Documents don't travel to other servers. Hand them over in another way that is safe.")
        raise InvalidInput(message, field="documents")
    if current.receiver.is_outside:
        message = _("They don't use this program: print the documents and hand them over.")
        raise InvalidInput(message, field="documents")
    seen = Document.objects.visible_to(by).kept().filter(case=case, public_id__in=documents)
    found = list(seen.exclude(pk__in=_of(current, by).values("document_id")))
    if not found or seen.count() != len(set(documents)):
        raise InvalidInput(_("Choose documents of this case that don't go along yet."), field="documents")
    rows = [_chosen(current, one, by) for one in found]
    snapshot = DisclosureSnapshot.objects.visible_to(by).filter(referral=current).first()
    if snapshot is not None and release_documents(current, snapshot, case, by=by):
        alert_other_side(current, Notification.Kind.REFERRAL_DOCUMENT, by=by)
    return rows


@transaction.atomic
def leave_document(attachment: ReferralAttachment, *, by: User) -> None:
    """Let one not go along after all. Errors: NotFound, NotPermitted; NotInThisState once it was released."""
    require(by, "send_referral")
    rows = ReferralAttachment.objects.visible_to(by).select_for_update(of=("self",))
    one = rows.filter(pk=attachment.pk, organization=by.home).first()
    if one is None:
        raise NotFound()
    if one.snapshot_id is not None:
        raise NotInThisState(_("They have it already. Stop sharing if they must not read it any more."))
    trail.record(events.REFERRAL_ATTACHMENT_LEFT, by=by, subject=one)
    one.delete()


@transaction.atomic
def open_attachment(attachment: ReferralAttachment, *, by: User) -> Iterator[bytes]:
    """The copy, whole and untampered, chunk by chunk; both trails say so before the first byte.

    Errors: NotFound, NotPermitted, NotReleased, Scanning, Gone.
    """
    rows = ReferralAttachment.objects.visible_to(by).released()
    one = rows.select_related("snapshot", "referral__sender", "referral__receiver").filter(pk=attachment.pk).first()
    if one is None:
        raise NotFound()
    require_disclosed(one.referral)
    if not may_read_disclosure(by, one.referral):
        raise NotPermitted()
    rate_limits.spend("file", by=by)
    try:
        if CATEGORY not in require_standing(one.referral).categories:
            raise Gone()
        _require_looked_at(one)
        attachments.check_whole(one)
    except (ConsentNotInForce, KeyDestroyed, FileNotFoundError):
        raise Gone() from None
    trail.read(events.REFERRAL_ATTACHMENT_READ, by=by, subjects=[one])
    tell_of_reading(one.referral, by)
    return attachments.content(one)


def scan_attachment(attachment_id: UUID, organization_id: UUID) -> None:
    """Have a copy looked at; a second run does nothing. Errors: ScannerDown, to be tried again."""
    with acting_as(as_organization(organization_id)), transaction.atomic():
        rows = ReferralAttachment.objects.unscoped("a job of one organization").select_related("snapshot")
        one = rows.filter(pk=attachment_id, organization_id=organization_id, scan=Scan.WAITING).first()
        if one is None:
            return
        try:
            plain = io.BytesIO(b"".join(attachments.content(one)))  # never on the disk in the clear
            one.scan = Scan.CLEAN if refuse_viruses(plain) else Scan.NOT_LOOKED_AT
        except InvalidInput:
            one.scan = Scan.INFECTED
        except (KeyDestroyed, FileNotFoundError):
            return  # sharing ended meanwhile
        one.save(update_fields=["scan"])
        found = {"found": int(one.scan == Scan.INFECTED)}
        with acting_as(None):
            event = events.REFERRAL_ATTACHMENT_SCANNED
            trail.record(event, by=None, subject=one, organization_id=organization_id, facts=found)


def _require_looked_at(one: ReferralAttachment) -> None:
    if one.scan == Scan.WAITING:
        raise Scanning()
    if one.scan == Scan.INFECTED:
        raise Gone(_("A virus was found in this document. Ask the sender for a clean one."))


def _sending(referral: Referral, by: User) -> tuple[Referral, Case, list[str]]:
    """The locked referral of one's own side, its case, and the kinds of data that the person agreed to share."""
    current = locked(referral, by)
    if current.role_of(by.organization_id) is not Role.SENDER:
        raise NotPermitted()
    require(by, "send_referral")
    party = ReferralParty.objects.visible_to(by).select_related("consent", "case").get(referral=current)
    if party.case is None or party.consent is None:
        raise NotFound()
    if current.state == State.DRAFT:
        return current, party.case, list(party.consent.categories)
    if not is_open(current):
        raise NotInThisState()
    return current, party.case, list(require_standing(current).categories)


def _of(referral: Referral, by: User) -> AttachmentQuerySet:
    rows: AttachmentQuerySet = ReferralAttachment.objects.visible_to(by).filter(referral=referral)
    return rows


def _chosen(referral: Referral, document: Document, by: User) -> ReferralAttachment:
    one = ReferralAttachment(
        organization=by.home,
        referral=referral,
        document=document,
        media_type=document.media_type,
        size=document.size,
        scan=scan_of(document),
        chosen_by=by,
    )
    one.save(force_insert=True)
    trail.record(events.REFERRAL_ATTACHMENT_CHOSEN, by=by, subject=one)
    return one
