"""What another instance has to be told, written down in the same transaction as what happened; sent afterwards."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from casemgr.errors import InvalidInput
from casemgr.ids import public_id
from referrals.lifecycle import Event
from referrals.models import DisclosureSnapshot, OutgoingLetter, Pairing, PurgeRequest, Referral

#: events of the table and the letters that tell them; accepting is asked for and answered by letters of its own
TOLD = {
    Event.SUBMIT: "offer",
    Event.ACKNOWLEDGE: "acknowledge",
    Event.WAITLIST: "waitlist",
    Event.DECLINE: "decline",
    Event.RECORD_CONTACT: "contact",
    Event.COMPLETE: "complete",
    Event.END: "end",
    Event.WITHDRAW: "withdraw",
    Event.REVOKE: "revoke",
    Event.EXPIRE: "expire",
    Event.ERROR: "error",
}
_WHY = "row-level security shows the pairings of whoever acts"


def tell_other_instance(referral: Referral, event: str, *, code: str = "", until: datetime.date | None = None) -> None:
    """If the other side of the referral works on another instance, tell it there. Errors: InvalidInput."""
    pairing = pairing_of(referral)
    if pairing is None or event not in TOLD:
        return
    kind = TOLD[Event(event)]
    if kind == "offer":
        _require_covered(referral, pairing)
    if kind in ("revoke", "error"):
        ask_to_purge(referral)
    tell_partner(pairing, kind, referral=referral, code=code, until=until)


def tell_partner(
    pairing: Pairing,
    kind: str,
    *,
    referral: Referral | None = None,
    reference: str = "",
    code: str = "",
    until: datetime.date | None = None,
    person: str = "",
) -> OutgoingLetter:
    """One more letter to the pairing's other side, and a job that sends it."""
    letter = OutgoingLetter(
        pairing=pairing,
        referral=referral,
        reference=reference or (referral.public_id if referral else ""),
        kind=kind,
        code=code,
        until=until,
        person=person,
        jti=public_id(),
    )
    letter.save(force_insert=True)
    app.configure_task("exchange.deliver", allow_unknown=False).defer(account=str(pairing.account_id))
    return letter


def pairing_of(referral: Referral) -> Pairing | None:
    """The pairing that a referral goes over, if one side of it works on another instance."""
    remote = next((one for one in (referral.sender, referral.receiver) if one.is_remote), None)
    return Pairing.objects.unscoped(_WHY).filter(partner=remote).first() if remote else None


def ask_to_purge(referral: Referral) -> None:
    """Write down that what the other instance was sent is to be destroyed; nothing when it was sent nothing."""
    sent = DisclosureSnapshot.objects.unscoped(_WHY).filter(referral=referral, organization_id=referral.sender_id)
    if referral.receiver.is_remote and sent.exists():
        due = timezone.now() + datetime.timedelta(hours=settings.CASEMGR_PURGE_HOURS)
        PurgeRequest.objects.unscoped(_WHY).get_or_create(
            referral=referral, defaults={"organization_id": referral.sender_id, "due_at": due}
        )


def _require_covered(referral: Referral, pairing: Pairing) -> None:
    if pairing.services and referral.service_code not in pairing.services:
        message = _("The agreement with this organization doesn't cover this service.")
        raise InvalidInput(message, field="service_code")
