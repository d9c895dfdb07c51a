"""Whom a person must be kept from: organizations on their never-share list, and every embassy once one is on it."""

from __future__ import annotations

from uuid import UUID

from casemgr.accounts.models import Organization, User
from cases.embassies import is_embassy, kept_from_embassies
from cases.models import NeverShare, Person
from referrals.codes import Role
from referrals.errors import ConsentNotInForce
from referrals.models import OutsidePartner, Referral, ReferralParty


def never_with(person: Person, by: User) -> list[UUID]:
    """Organizations known to `by` that this person must never be shared with, as far as `by` reads the list."""
    named = NeverShare.objects.visible_to(by).holding().filter(person=person, recipient__isnull=False)
    found = set(named.values_list("recipient_id", flat=True))
    return list(found | _embassies(by) if kept_from_embassies(person, by) else found)


def require_not_kept_from(referral: Referral, by: User) -> None:
    """Refuse the sender where the person must be kept from the receiver; not told apart from another end of consent.

    The database says the same of coded entries at every read (`app.referral_standing`); here entries of older lists,
    which are known by their sealed words alone, count too. Raises ConsentNotInForce.
    """
    if referral.sender_id != by.organization_id:
        return
    sides = ReferralParty.objects.visible_to(by).filter(referral=referral, role=Role.SENDER)
    own = sides.select_related("case__person").first()
    if own is not None and own.case is not None and referral.receiver_id in never_with(own.case.person, by):
        raise ConsentNotInForce()


def _embassies(by: User) -> set[UUID]:
    """Embassies among the organizations that `by` may know: those kept outside by code or name, the others by name."""
    others = Organization.objects.known_to(by).exclude(pk=by.home.pk).values_list("pk", "name")
    outside = OutsidePartner.objects.visible_to(by).select_related("partner")
    return {pk for pk, name in others if is_embassy(name)} | {one.partner_id for one in outside if one.is_embassy}
