"""Pairing with an organization on another instance: invite or answer, compare, confirm by two, stop."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption.exchange_keys import key_id, newest_version
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from casemgr.ids import public_id
from cases.codelists.services import SERVICES
from referrals.asking_back import ask_all_back
from referrals.errors import ExchangeFailed
from referrals.exchange import instance, invitations
from referrals.exchange.asking import answer_invitation
from referrals.exchange.fingerprint import fingerprint
from referrals.exchange.instance import Instance
from referrals.exchange.remote_organization import Described, describe, made_here
from referrals.models import Pairing
from referrals.outbox import tell_partner

State = Pairing.State
TOKEN_LIVES = datetime.timedelta(hours=72)
LONGEST = datetime.timedelta(days=2 * 366)


@transaction.atomic
def invite(*, ends_on: datetime.date, highest_tier: str, services: Iterable[str], by: User) -> tuple[Pairing, str]:
    """An invitation, and its code, which is shown once. Errors: NotPermitted, InvalidInput, NotInThisState."""
    _require_exchange(by)
    if not instance.own().url:
        raise NotInThisState(_("This instance can't be reached from outside: let the other side invite you."))
    terms = _terms(ends_on, highest_tier, services, by)
    code, token = invitations.code_for(instance.own())
    pairing = Pairing(
        organization=by.home,
        shared_id=public_id(),
        invites=True,
        invited_by=by,
        token_hash=invitations.token_hash(token),
        token_until=timezone.now() + TOKEN_LIVES,
        **terms,
    )
    pairing.save(force_insert=True)
    trail.record(events.PAIRING_INVITED, by=by, subject=pairing)
    return pairing, code


def claim(code: str, *, ends_on: datetime.date, highest_tier: str, services: Iterable[str], by: User) -> Pairing:
    """Answer an invitation that was handed over. The other instance is asked, outside any transaction.

    Errors: NotPermitted, InvalidInput, ExchangeFailed.
    """
    _require_exchange(by)
    terms = _terms(ends_on, highest_tier, services, by)
    invitation = invitations.read_code(code)
    other = instance.read(invitation.url)
    if other.id != invitation.instance or key_id(other.sign) != invitation.key:
        raise ExchangeFailed("keys")
    shared_id, described = answer_invitation(other, invitation.token, describe(by.home))
    with transaction.atomic():
        pairing = Pairing(organization=by.home, shared_id=shared_id, invites=False, invited_by=by, **terms)
        _answered(pairing, other, described)
        pairing.save(force_insert=True)
        trail.record(events.PAIRING_ANSWERED, by=by, subject=pairing)
    return pairing


@transaction.atomic
def be_claimed(token: str, other: Instance, described: Described, *, by: User) -> Pairing:
    """The other side answered; done in the name of whoever invited. Errors: NotFound when the token is of no use."""
    require(by, "manage_people")
    rows = Pairing.objects.visible_to(by).select_for_update()
    pairing = rows.filter(
        token_hash=invitations.token_hash(token), state=State.INVITED, token_until__gt=timezone.now()
    ).first()
    if pairing is None:
        raise NotFound()
    pairing.token_hash = None
    _answered(pairing, other, described)
    pairing.save()
    trail.record(events.PAIRING_ANSWERED, by=by, subject=pairing, facts={"they": 1})
    return pairing


@transaction.atomic
def confirm(pairing: Pairing, *, number: str, by: User) -> Pairing:
    """Say that this number is the one they have. It takes two people here, and two there.

    Errors: NotFound, NotPermitted, NotInThisState.
    """
    require(by, "confirm_reset")
    current = _locked(pairing, by)
    if current.state != State.CLAIMED:
        raise NotInThisState()
    _require_same(number, number_of(current))
    if current.first_by_id is None:
        current.first_by, current.first_at = by, timezone.now()
        current.save(update_fields=["first_by", "first_at"])
    elif current.first_by_id == by.pk:
        raise NotPermitted(_("A second person must compare the number too."))
    else:
        current.second_by, current.second_at, current.state = by, timezone.now(), State.CONFIRMED
        current.save(update_fields=["second_by", "second_at", "state"])
        tell_partner(current, "confirmed")
        open_if_both(current)
    trail.record(events.PAIRING_CONFIRMED, by=by, subject=current, facts={"state": str(current.state)})
    return current


def open_if_both(pairing: Pairing) -> None:
    """Let referrals pass once both sides have confirmed."""
    if pairing.state == State.CONFIRMED and pairing.they_confirmed_at:
        _set(pairing, State.ACTIVE, Organization.Status.ACTIVE)


@transaction.atomic
def suspend_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """Stop everything at once but taking back: that still goes out. Errors: NotFound, NotPermitted, NotInThisState."""
    return _change(pairing, {State.ACTIVE}, State.SUSPENDED, Organization.Status.SUSPENDED, by)


@transaction.atomic
def resume_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """Go on. Errors: NotFound, NotPermitted, NotInThisState."""
    if today(by.home) >= pairing.ends_on:
        raise NotInThisState(_("The agreed time is over. End this pairing, and make a new one."))
    return _change(pairing, {State.SUSPENDED}, State.ACTIVE, Organization.Status.ACTIVE, by)


@transaction.atomic
def end_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """End it for good. Referrals under way stop; what was sent is asked back. Errors: as above."""
    living = set(State) - {State.ENDED}
    current = _change(pairing, living, State.ENDED, Organization.Status.SUSPENDED, by)
    current.token_hash = None
    current.save(update_fields=["token_hash"])
    if current.account is not None:
        ask_all_back(current, current.account)
    return current


@transaction.atomic
def take_new_keys(pairing: Pairing, *, number: str, by: User) -> Pairing:
    """Trust the keys that the other instance announced: a person compared this new number with them.

    Errors: NotFound, NotPermitted, NotInThisState.
    """
    require(by, "confirm_reset")
    current = _locked(pairing, by)
    if not current.next_sign:
        raise NotInThisState()
    _require_same(number, next_number_of(current))
    current.sign, current.seal, current.next_sign, current.next_seal = current.next_sign, current.next_seal, b"", b""
    current.save(update_fields=["sign", "seal", "next_sign", "next_seal"])
    trail.record(events.PAIRING_KEYS_TAKEN, by=by, subject=current)
    return current


def other_side(pairing: Pairing) -> Instance:
    """The instance on the other side, with the keys that are trusted."""
    return Instance(pairing.instance, pairing.url, bytes(pairing.sign), bytes(pairing.seal))


def number_of(pairing: Pairing) -> str:
    """The number that people read to each other, by the keys that are trusted; "" before there was an answer."""
    return fingerprint(instance.own(), other_side(pairing), pairing.shared_id) if pairing.sign else ""


def next_number_of(pairing: Pairing) -> str:
    """The number by the keys that were announced; "" when none were."""
    if not pairing.next_sign:
        return ""
    announced = Instance(pairing.instance, pairing.url, bytes(pairing.next_sign), bytes(pairing.next_seal))
    return fingerprint(instance.own(), announced, pairing.shared_id)


def _require_same(shown: str, now: str) -> None:
    """What a person compared must be what is trusted, not what came between the page and the button."""
    if not now or shown != now:
        raise Conflict(_("The number has changed meanwhile. Compare the one that stands here now."))


def _require_exchange(by: User) -> None:
    require(by, "manage_people")
    if not instance.enabled():
        raise NotInThisState(_("Exchange with other instances is switched off here (CASEMGR_EXCHANGE_URL)."))


def _terms(ends_on: datetime.date, highest_tier: str, services: Iterable[str], by: User) -> dict[str, Any]:
    chosen, day = sorted(set(services)), today(by.home)
    if not day < ends_on <= day + LONGEST:
        raise InvalidInput(_("Choose a day within the next two years."), field="ends_on")
    if highest_tier not in Pairing.Tier.values:
        raise InvalidInput(_("Choose how far referrals may go."), field="highest_tier")
    if set(chosen) - set(SERVICES):
        raise InvalidInput(_("Choose services of the list."), field="services")
    return {"ends_on": ends_on, "highest_tier": highest_tier, "services": chosen}


def _answered(pairing: Pairing, other: Instance, described: Described) -> None:
    if other.id == instance.own().id:
        raise InvalidInput(_("That is this very instance: refer to them as to any other organization here."))
    pairing.partner, pairing.account = made_here(described, pairing.organization, uuid4().hex)
    pairing.state = State.CLAIMED
    pairing.instance, pairing.url, pairing.sign, pairing.seal = other.id, other.url, other.sign, other.seal
    pairing.signs_with = newest_version()


def _locked(pairing: Pairing, by: User) -> Pairing:
    rows = Pairing.objects.visible_to(by).select_related("partner", "account").select_for_update(of=("self",))
    current = rows.filter(pk=pairing.pk, organization=by.home).first()
    if current is None:
        raise NotFound()
    return current


def _change(pairing: Pairing, sources: set[State], to: State, status: str, by: User) -> Pairing:
    require(by, "manage_people")
    current = _locked(pairing, by)
    if current.state not in sources:
        raise NotInThisState()
    _set(current, to, status)
    trail.record(events.PAIRING_CHANGED, by=by, subject=current, facts={"state": str(to)})
    return current


def _set(pairing: Pairing, state: State, status: str) -> None:
    pairing.state = state
    pairing.save(update_fields=["state"])
    if pairing.partner is not None:
        Organization.objects.filter(pk=pairing.partner.pk).update(status=status)
        pairing.partner.status = status
