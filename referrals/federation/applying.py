"""What each kind of letter does here. The other organization's account acts, so that all rules hold for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption.exchange_keys import usable
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from referrals import actions
from referrals.actions.pairings import open_if_both
from referrals.actions.remote_release import give_up_accepting, keep_release, release_to_remote
from referrals.actions.remote_steps import expired_elsewhere, mistaken_elsewhere
from referrals.codes import Outcome
from referrals.exchange import instance
from referrals.lifecycle import DeclineReason, EndReason, Event, rule_of
from referrals.models import DisclosureSnapshot, Pairing, PurgeRequest, Referral
from referrals.outbox import ask_to_purge, tell_partner

from .letters import VOID
from .offers import take_offer
from .talk import take_handoff, take_message

Payload = dict[str, Any]


def apply(pairing: Pairing, said: Payload, *, by: User) -> None:
    """Do what the letter says. Raises a CasemgrError when it may not be, or not now; ValueError for rubbish."""
    kind = said.get("type")
    if kind == VOID:
        return
    if kind in OF_PAIRING:
        OF_PAIRING[kind](pairing, said)
        return
    if pairing.state not in (Pairing.State.ACTIVE, Pairing.State.SUSPENDED, Pairing.State.ENDED):
        raise NotInThisState()
    if kind == "offer":
        if not pairing.is_active:
            raise NotInThisState()
        take_offer(pairing, _text(said, "referral", 22), said.get("offer"), by=by)
        return
    act = OF_REFERRAL.get(str(kind))
    if act is None:
        raise InvalidInput()
    act(pairing, _referral(said, by), said, by)


def refused(pairing: Pairing, said: Payload, code: str, *, by: User) -> None:
    """Tell the other side where it waits for an answer; otherwise both keep their own state."""
    kind = said.get("type")
    reference, person = str(said.get("referral", ""))[:22], str(said.get("person", ""))[:22]
    if kind == "accept":
        tell_partner(pairing, "not_released", reference=reference, code=code[:30], person=person)
    elif kind == "offer":  # so that nobody waits for an answer until the time has passed
        tell_partner(pairing, "decline", reference=reference, code=DeclineReason.WRONG_SERVICE.value)
    elif kind == "disclosure":  # nobody here may keep it: they must not believe that somebody has it
        tell_partner(pairing, "end", reference=reference, code=EndReason.ENDED_OTHERWISE.value)


def _referral(said: Payload, by: User) -> Referral:
    reference = _text(said, "referral", 22)
    rows = Referral.objects.visible_to(by).select_related("sender", "receiver")
    found = rows.filter(public_id=reference).first()
    if found is None:
        raise NotFound()
    return found


def _event(event: Event, act: Callable[..., Any], *, code: str = "") -> Callable[..., None]:
    """An event of the table; when the referral is there already, both sides did the same and nothing is left to do."""

    def do(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
        if referral.state == rule_of(event).target and event is not Event.RECORD_CONTACT:
            return
        given = {code: _text(said, "code", 30)} if code else {}
        act(referral, by=by, **given)

    return do


def _accept(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    release_to_remote(referral, person=_text(said, "person", 22), by=by)


def _complete(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    """Without a code: the person lets nothing but the end be told, which `complete` keeps to."""
    if referral.state != rule_of(Event.COMPLETE).target:
        actions.complete(referral, outcome=_text(said, "code", 30) or Outcome.OTHER.value, by=by)


def _waitlist(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    actions.waitlist(referral, until=_day(said), by=by)


def _end(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    """Without a code: it is told only as far as the person agreed, which `end` keeps to."""
    if referral.state != rule_of(Event.END).target:
        actions.end(referral, reason=_text(said, "code", 30) or EndReason.ENDED_OTHERWISE.value, by=by)


def _disclosure(pairing: Pairing, referral: Referral, said: Payload, _by: User) -> None:
    fields, worker = said.get("fields"), _who_accepted(pairing, said)
    if not isinstance(fields, dict):
        raise InvalidInput()
    with acting_as_user(worker):
        keep_release(referral, fields, by=worker)


def _message(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    take_message(referral, _text(said, "code", 22), said.get("message"), by=by)


def _handoff(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    take_handoff(referral, _text(said, "code", 22), said.get("handoff"), by=by)


def _not_released(pairing: Pairing, referral: Referral, said: Payload, _by: User) -> None:
    worker = _who_accepted(pairing, said)
    with acting_as_user(worker):
        give_up_accepting(referral, by=worker)


def _who_accepted(pairing: Pairing, said: Payload) -> User:
    """The person whom our own letter named, which the other side repeats. Raises NotFound."""
    people = User.objects.filter(organization_id=pairing.organization_id, is_active=True, is_machine=False)
    person = people.filter(public_id=_text(said, "person", 22)).first()
    if person is None:
        raise NotFound()
    return person


def _stop(act: Callable[..., Any]) -> Callable[[Pairing, Referral, Payload, User], None]:
    """Sharing ends, the snapshot's key is destroyed, and the other side gets its word for it."""

    def do(pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
        had = DisclosureSnapshot.objects.visible_to(by).filter(referral=referral).exists()
        if referral.purged_at is None:  # else its time had passed here, and nothing is left to stop
            act(referral, by=by)
        if referral.sender_id == by.organization_id:  # whether or not anything had come: they wait for this word
            tell_partner(pairing, "purged", referral=referral)
        elif had:  # whoever revokes over there destroyed theirs in the same act
            ask_to_purge(referral)
            _purged(pairing, referral, said, by)

    return do


def _purged(_pairing: Pairing, referral: Referral, said: Payload, by: User) -> None:
    rows = PurgeRequest.objects.visible_to(by).filter(referral=referral, confirmed_at=None)
    if rows.update(confirmed_at=timezone.now(), proof=said.get("proof")):
        trail.record(events.REFERRAL_PURGE_CONFIRMED, by=by, subject=referral, organization_id=referral.sender_id)


def _confirmed(pairing: Pairing, _said: Payload) -> None:
    pairing.they_confirmed_at = timezone.now()
    pairing.save(update_fields=["they_confirmed_at"])
    open_if_both(pairing)


def _keys(pairing: Pairing, said: Payload) -> None:
    """New keys, announced by the old one: they wait until a person looked at them."""
    sign, seal = instance.decoded(said["sign"]), instance.decoded(said["seal"])
    if not usable(seal):
        raise InvalidInput()
    pairing.next_sign, pairing.next_seal = sign, seal
    pairing.save(update_fields=["next_sign", "next_seal"])


def _text(said: Payload, name: str, longest: int) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise InvalidInput()
    return value


def _day(said: Payload) -> datetime.date:
    return datetime.date.fromisoformat(_text(said, "until", 10))


OF_PAIRING: dict[Any, Callable[[Pairing, Payload], None]] = {"confirmed": _confirmed, "keys": _keys}
OF_REFERRAL: dict[str, Callable[[Pairing, Referral, Payload, User], None]] = {
    "acknowledge": _event(Event.ACKNOWLEDGE, actions.acknowledge),
    "decline": _event(Event.DECLINE, actions.decline, code="reason"),
    "contact": _event(Event.RECORD_CONTACT, actions.record_contact, code="result"),
    "complete": _complete,
    "waitlist": _waitlist,
    "end": _end,
    "withdraw": _event(Event.WITHDRAW, actions.withdraw),
    "expire": _event(Event.EXPIRE, expired_elsewhere),
    "error": _stop(mistaken_elsewhere),
    "accept": _accept,
    "disclosure": _disclosure,
    "not_released": _not_released,
    "message": _message,
    "handoff": _handoff,
    "revoke": _stop(actions.revoke),
    "purged": _purged,
}
