"""Doing what letters say, in their order, each once: in one transaction with the note that it was done."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from casemgr.encryption.envelopes import open_letter
from casemgr.encryption.errors import EncryptionError, KeyMissing, OrganizationLocked, Tampered
from casemgr.errors import CasemgrError
from referrals.asking_back import actor_of
from referrals.models import IncomingLetter, Pairing

from .applying import apply, refused

_log = logging.getLogger(__name__)
State = IncomingLetter.State
ANY_TIME = frozenset({"revoke", "purged"})


def carry_out(account: User) -> int:
    """Do what has come in, as far as the sequence has no gap. How many letters were done or refused.

    While the receiving organization's own key is locked, the other instance's new keys weren't looked at, or the
    pairing is suspended, letters wait, sealed; only what takes back is done then too, out of its order.
    """
    done = 0
    with acting_as(actor_of(account)):
        while _one(account):
            done += 1
    return done


@transaction.atomic
def _one(account: User) -> bool:
    pairing = (
        Pairing.objects.visible_to(account)
        .select_related("organization", "partner")
        .select_for_update(of=("self",))
        .get(account=account)
    )
    for letter in IncomingLetter.objects.visible_to(account).filter(pairing=pairing, state=State.WAITING):
        payload = _opened(letter, pairing)
        if payload is None:
            return False  # it waits for a person: what comes after it isn't done before
        number = payload.get("number")
        if type(number) is not int or number <= pairing.last_received:
            _end(letter, State.REFUSED, payload, letter.code or "repeated")
            return True
        if _is_due(pairing, payload):
            return _do(letter, pairing, payload, account)
    return False


def _is_due(pairing: Pairing, payload: dict[str, Any]) -> bool:
    if pairing.state in (Pairing.State.SUSPENDED, Pairing.State.ENDED):
        return payload.get("type") in ANY_TIME
    return bool(payload["number"] == pairing.last_received + 1)


def _opened(letter: IncomingLetter, pairing: Pairing) -> dict[str, Any] | None:
    content = bytes(letter.letter or b"")
    try:
        opened = open_letter(content, signed_by=bytes(pairing.sign))
        return opened.payload | {"proof": opened.proof}
    except Tampered:
        if pairing.next_sign:
            return None
        letter.code = "unreadable"
    except KeyMissing:
        letter.code = "other_key"
    return {}


def _do(letter: IncomingLetter, pairing: Pairing, payload: dict[str, Any], account: User) -> bool:
    try:
        with transaction.atomic():
            apply(pairing, payload, by=account)
    except OrganizationLocked:
        return False
    except (CasemgrError, EncryptionError, IntegrityError, ValueError, KeyError, TypeError) as error:
        code = getattr(error, "code", type(error).__name__.lower())
        _log.warning("A letter of another instance was refused: %s", code)
        _end(letter, State.REFUSED, payload, str(code))
        refused(pairing, payload, str(code), by=account)
    else:
        _end(letter, State.DONE, payload)
    _move_on(pairing, account)
    return True


def _move_on(pairing: Pairing, account: User) -> None:
    """Up to the first number that isn't settled yet."""
    rows = IncomingLetter.objects.visible_to(account).filter(pairing=pairing, number__gt=pairing.last_received)
    for number in rows.exclude(state=State.WAITING).order_by("number").values_list("number", flat=True):
        if number != pairing.last_received + 1:
            break
        pairing.last_received = number
    pairing.heard_at = timezone.now()
    pairing.save(update_fields=["last_received", "heard_at"])


def _end(letter: IncomingLetter, state: State, payload: dict[str, Any], code: str = "") -> None:
    """Settled: the sealed content goes, number and kind stay."""
    number = payload.get("number")
    letter.state, letter.code, letter.letter = state, code[:30], None
    letter.number = number if type(number) is int and number > 0 else None
    letter.kind = str(payload.get("type", ""))[:20]
    letter.save(update_fields=["state", "code", "letter", "number", "kind"])
