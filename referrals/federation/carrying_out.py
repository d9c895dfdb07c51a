"""Doing what letters say, in their order, each once: in one transaction with the note that it was done.

What takes back is done whenever it comes, whatever stands before it and however the pairing stands.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from casemgr.encryption.envelopes import open_letter
from casemgr.encryption.errors import EncryptionError, KeyMissing, MasterKeyUnusable, OrganizationLocked, Tampered
from casemgr.errors import CasemgrError
from referrals.asking_back import actor_of
from referrals.models import IncomingLetter, Pairing

from .applying import apply, refused
from .letters import TAKING_BACK

_log = logging.getLogger(__name__)
State = IncomingLetter.State
REFUSING = (CasemgrError, EncryptionError, IntegrityError, DataError, ValueError, KeyError, TypeError)
TRANSIENT = (OrganizationLocked, MasterKeyUnusable)


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
    """Settle the first letter that can be; whether there was one."""
    pairing = (
        Pairing.objects.visible_to(account)
        .select_related("organization", "partner")
        .select_for_update(of=("self",))
        .get(account=account)
    )
    return any(_settled(letter, pairing, account) for letter in _due(pairing, account))


def _due(pairing: Pairing, account: User) -> list[IncomingLetter]:
    """What takes back, then what was numbered before (repeated), then the next in its order."""
    waiting = IncomingLetter.objects.visible_to(account).filter(pairing=pairing, state=State.WAITING)
    first = list(waiting.filter(kind__in=TAKING_BACK))
    if pairing.state in (Pairing.State.SUSPENDED, Pairing.State.ENDED):
        return first
    others = waiting.exclude(kind__in=TAKING_BACK)
    return first + list(others.filter(number__lte=pairing.last_received + 1).order_by("number")[:2])


def _settled(letter: IncomingLetter, pairing: Pairing, account: User) -> bool:
    takes_back = letter.kind in TAKING_BACK
    number = letter.number or 0
    if number <= pairing.last_received and not takes_back:
        _end(letter, State.REFUSED, "repeated")
        return True
    try:
        opened = open_letter(bytes(letter.letter or b""), signed_by=bytes(pairing.sign))
    except (Tampered, KeyMissing):  # signed by a key that nobody here has looked at
        if pairing.next_sign:
            return False
        _end(letter, State.REFUSED, "unreadable")
        _move_on(pairing, account)
        return True
    return _do(letter, pairing, opened.payload | {"proof": opened.proof}, account)


def _do(letter: IncomingLetter, pairing: Pairing, payload: dict[str, Any], account: User) -> bool:
    try:
        with transaction.atomic():
            apply(pairing, payload, by=account)
    except TRANSIENT:
        return False
    except REFUSING as error:
        code = str(getattr(error, "code", type(error).__name__.lower()))
        if code == "not_found" and letter.kind in TAKING_BACK and (letter.number or 0) > pairing.last_received + 1:
            return False  # what it takes back may still wait before it
        _log.warning("A letter of another instance was refused: %s", code)
        _end(letter, State.REFUSED, code)
        refused(pairing, payload, code, by=account)
    else:
        _end(letter, State.DONE)
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


def _end(letter: IncomingLetter, state: State, code: str = "") -> None:
    """Settled: the sealed content goes, number and kind stay."""
    letter.state, letter.code, letter.letter = state, code[:30], None
    letter.save(update_fields=["state", "code", "letter"])
