"""Accepting over two instances: asked on the one, checked and released on the other, kept on the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.encryption.envelopes import fits
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.disclosed import consented_fields
from referrals.lifecycle import Event
from referrals.models import DisclosureSnapshot, Pairing, Referral, ReferralParty, RemoteConsent
from referrals.outbox import pairing_of, tell_partner
from referrals.permissions import REMOTE, require_named_person
from referrals.release import release
from referrals.standing import require_standing

from ._step import begin, finish


def ask_for_release(referral: Referral, *, by: User, through: User | None = None) -> Referral:
    """Note who accepts, and ask the sender's instance; in the transaction of `accept`, which checked everything.

    Raises NotInThisState when it was asked already.
    """
    own = ReferralParty.objects.visible_to(by).get(referral=referral)
    pairing = pairing_of(referral)
    if own.accept_asked_at is not None or pairing is None:
        raise NotInThisState(_("This was accepted already. The data comes as soon as the other side answers."))
    if pairing.highest_tier != Pairing.Tier.DISCLOSURE:
        raise NotInThisState(_("Your agreement with this organization is about offers only: ask them to call you."))
    own.worker, own.accept_asked_at = by, timezone.now()
    own.save(update_fields=["worker", "accept_asked_at"])
    referral.version += 1
    referral.save(update_fields=["version"])
    trail.record(events.REFERRAL_RELEASE_ASKED, by=through or by, subject=referral)
    tell_partner(pairing, "accept", referral=referral, person=by.public_id)
    return referral


@transaction.atomic
def release_to_remote(referral: Referral, *, person: str, by: User) -> Referral:
    """A named person on the other instance accepts: check the consent, seal the snapshot, send it.

    `person` is their id over there, which goes back with the data; `by` is the other organization's account.
    Raises ConsentNotInForce, NotInThisState, NotPermitted.
    """
    current, role, to = begin(referral, Event.ACCEPT, by=by)
    pairing = pairing_of(current)
    if by.role != REMOTE or pairing is None or pairing.highest_tier != Pairing.Tier.DISCLOSURE:
        raise NotPermitted()
    if current.is_past_deadline:
        raise NotInThisState()
    snapshot = release(current, require_standing(current))
    if not fits({"fields": snapshot.content}):
        raise InvalidInput(_("There is more to share than fits into a letter."))
    finish(current, Event.ACCEPT, to, by=by, role=role)
    tell_partner(pairing, "disclosure", referral=current, person=person)
    return current


@transaction.atomic
def keep_release(referral: Referral, fields: Mapping[str, Any], *, by: User) -> Referral:
    """What the other instance released, sealed under this organization's key; `by` is who accepted.

    Raises InvalidInput when it holds more than the consent it was offered under, ConsentNotInForce, NotInThisState.
    """
    current, role, to = begin(referral, Event.ACCEPT, by=by)
    require_named_person(by)
    _own_question(current, by)
    agreed = RemoteConsent.objects.visible_to(by).get(referral=current)
    if set(fields) - consented_fields(agreed.categories):
        raise InvalidInput()
    require_standing(current, fields)
    snapshot = DisclosureSnapshot(
        organization_id=current.receiver_id,
        referral=current,
        categories=sorted(agreed.categories),
        fields=sorted(fields),
        content=dict(fields),  # type: ignore[misc]  # the descriptor of an encrypted field
    )
    keys.create_data_key(current.receiver_id, snapshot.pk)
    snapshot.save(force_insert=True)
    return finish(current, Event.ACCEPT, to, by=by, role=role)


@transaction.atomic
def give_up_accepting(referral: Referral, *, by: User) -> None:
    """The other instance did not release anything: the offer is open again for whoever asks it."""
    own = _own_question(referral, by)
    own.accept_asked_at = None
    own.save(update_fields=["accept_asked_at"])
    trail.record(events.REFERRAL_RELEASE_REFUSED, by=by, subject=referral)


def _own_question(referral: Referral, by: User) -> ReferralParty:
    """The row that says that `by` accepted and waits. Raises NotFound: nobody is made to have accepted by a letter."""
    rows = ReferralParty.objects.visible_to(by).filter(referral=referral, worker=by, accept_asked_at__isnull=False)
    own = rows.first()
    if own is None:
        raise NotFound()
    return own
