"""Sending letters in order, one after the other, until one doesn't get through."""

from __future__ import annotations

import base64
import binascii
import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.encryption.envelopes import canonical
from casemgr.encryption.exchange_keys import newest_version
from casemgr.encryption.signatures import verifies
from referrals.errors import ExchangeFailed
from referrals.exchange.asking import INBOX, ask
from referrals.models import OutgoingLetter, Pairing

from .letters import may_go, written

FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(seconds=30), datetime.timedelta(hours=1)
MOST_AT_ONCE = 50


def deliver(account: User) -> int:
    """Send what the account's pairing has to tell, to an instance that can be reached. How many arrived.

    A letter is tried again after 30 seconds, then after twice as long each time, hourly in the end, and never given up
    while the pairing stands: a revocation has to arrive.
    """
    arrived = 0
    with acting_as_user(account):
        while arrived < MOST_AT_ONCE and (made := next_letter(account)):
            pairing, letter, content = made
            if not pairing.url or not _sent(pairing, letter, content):
                break
            arrived += 1
    return arrived


@transaction.atomic
def next_letter(account: User, after: int | None = None) -> tuple[Pairing, OutgoingLetter, bytes] | None:
    """The next letter that is due, numbered and sealed; None when there is none. `after` is a number in the sequence.

    A letter that was numbered keeps its place: when it may not go any more it goes empty.
    """
    pairing = Pairing.objects.visible_to(account).select_for_update(of=("self",)).filter(account=account).first()
    if pairing is None:
        return None
    letter = _next_row(pairing, account, after)
    if letter is None or (after is None and letter.next_attempt_at > timezone.now()):
        return None
    if letter.number is None:
        pairing.last_sent += 1
        letter.number = pairing.last_sent
        pairing.save(update_fields=["last_sent"])
    content = written(letter, pairing, by=account)
    letter.save(update_fields=["number", "voided"])
    return pairing, letter, content


@transaction.atomic
def take_receipt(account: User, answer: Any) -> bool:
    """Note that a letter arrived, if the answer is a receipt that the other instance signed for one of ours."""
    pairing = Pairing.objects.visible_to(account).get(account=account)
    receipt = answer.get("receipt") if isinstance(answer, dict) else None
    if not isinstance(receipt, dict) or not _signed(pairing, receipt, answer.get("signature")):
        return False
    rows = OutgoingLetter.objects.visible_to(account).filter(pairing=pairing, jti=receipt.get("jti"), number__gt=0)
    letter = rows.first()
    if letter is None:
        return False
    if letter.delivered_at is None:
        letter.delivered_at, letter.receipt, letter.last_error = timezone.now(), answer, ""
        letter.save(update_fields=["delivered_at", "receipt", "last_error"])
        pairing.heard_at = timezone.now()
        if letter.kind == "keys":  # from now on they know the newest
            pairing.signs_with = newest_version()
        pairing.save(update_fields=["heard_at", "signs_with"])
    return True


def _next_row(pairing: Pairing, account: User, after: int | None) -> OutgoingLetter | None:
    rows = OutgoingLetter.objects.visible_to(account).filter(pairing=pairing, delivered_at=None)
    numbered = rows.filter(number__gt=after or 0).order_by("number").first()
    if numbered is not None:
        return numbered
    return next((one for one in rows.filter(number=None).order_by("id") if may_go(pairing, one.kind)), None)


def _sent(pairing: Pairing, letter: OutgoingLetter, content: bytes) -> bool:
    try:
        status, answer = ask(pairing.url + INBOX, body=content, version=pairing.signs_with)
        why = "" if status == 202 else f"status_{status}"
    except ExchangeFailed as error:
        why, answer = error.why, None
    account = pairing.account
    if not why and account is not None and take_receipt(account, answer):
        return True
    wait = min(FIRST_WAIT * 2 ** min(letter.attempts, 10), LONGEST_WAIT)
    with transaction.atomic():
        OutgoingLetter.objects.unscoped("one's own pairing").filter(pk=letter.pk).update(
            attempts=F("attempts") + 1, last_error=why or "receipt", next_attempt_at=timezone.now() + wait
        )
    return False


def _signed(pairing: Pairing, receipt: Mapping[str, Any], signature: Any) -> bool:
    try:
        given = base64.b64decode(signature, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return False
    said = canonical(receipt)
    keys = [bytes(key) for key in (pairing.sign, pairing.next_sign) if key]
    return receipt.get("pair") == pairing.shared_id and any(verifies(key, said, given) for key in keys)
