"""Sending letters in order, one after the other, until one doesn't get through."""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from casemgr.encryption.envelopes import canonical
from casemgr.encryption.signatures import verifies
from casemgr.ids import public_id
from referrals.asking_back import actor_of
from referrals.errors import ExchangeFailed
from referrals.exchange.asking import INBOX, ask
from referrals.exchange.instance import ID
from referrals.models import OutgoingLetter, Pairing

from .letters import TAKING_BACK, may_go, written

FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(seconds=30), datetime.timedelta(hours=1)
MOST_AT_ONCE = 50


def deliver(account: User) -> int:
    """Send what the account's pairing has to tell, to an instance that can be reached. How many arrived.

    A letter is tried again after 30 seconds, then after twice as long each time, hourly in the end, and never given up
    while the pairing stands: a revocation has to arrive.
    """
    arrived = 0
    with acting_as(actor_of(account)):
        if not _can_be_reached(account):
            return 0
        while arrived < MOST_AT_ONCE and (made := next_letter(account)):
            pairing, letter, content = made
            if not _sent(pairing, letter, content):
                break
            arrived += 1
    return arrived


@transaction.atomic
def next_letter(account: User, after: int | None = None) -> tuple[Pairing, OutgoingLetter, bytes] | None:
    """The next letter that is due, numbered and sealed; None when there is none. `after` is a number in the sequence.

    A letter that was numbered keeps its place: when it may not go any more it goes empty. Where that is only for now
    (the pairing is suspended, the organization's key locked), the same is queued again.
    """
    pairing = Pairing.objects.visible_to(account).select_for_update(of=("self",)).filter(account=account).first()
    letter = _next_row(pairing, account, after) if pairing else None
    if pairing is None or letter is None or (after is None and letter.next_attempt_at > timezone.now()):
        return None
    is_new = letter.number is None
    if is_new:
        pairing.last_sent += 1
        letter.number = pairing.last_sent
        pairing.save(update_fields=["last_sent"])
    made = written(letter, pairing, by=account)
    if made.for_now:
        if is_new:
            transaction.set_rollback(True)
            return None
        if True not in letter.tries.values():
            again(letter)
    letter.tries = letter.tries | {hashlib.sha256(made.content).hexdigest(): made.empty}
    letter.save(update_fields=["number", "tries"])
    return pairing, letter, made.content


@transaction.atomic
def _can_be_reached(account: User) -> bool:
    return bool(Pairing.objects.visible_to(account).get(account=account).url)


@transaction.atomic
def take_receipt(account: User, answer: Any) -> bool:
    """Note that a letter arrived, if the answer is a receipt that the other instance signed for one of ours."""
    pairing = Pairing.objects.visible_to(account).get(account=account)
    receipt = answer.get("receipt") if isinstance(answer, dict) else None
    if not isinstance(receipt, dict) or not _signed(pairing, receipt, answer.get("signature")):
        return False
    jti = receipt.get("jti")
    if not isinstance(jti, str) or not ID.fullmatch(jti):
        return False
    rows = OutgoingLetter.objects.visible_to(account).filter(pairing=pairing, jti=jti, number__gt=0)
    letter = rows.first()
    if letter is None or receipt.get("sha256") not in letter.tries:
        return False
    if letter.delivered_at is None:
        letter.delivered_at, letter.receipt, letter.last_error = timezone.now(), answer, ""
        letter.voided = letter.tries[receipt["sha256"]]
        letter.save(update_fields=["delivered_at", "receipt", "last_error", "voided"])
        if not letter.voided:  # it had arrived when it was thought to have gone out empty
            OutgoingLetter.objects.visible_to(account).filter(copy_of=letter.jti, number=None).delete()
        changed: dict[str, Any] = {"heard_at": timezone.now()}
        if letter.kind == "keys" and not letter.voided:  # from now on they know this version
            changed["signs_with"] = int(letter.code)
        Pairing.objects.visible_to(account).filter(pk=pairing.pk).update(**changed)
    return True


def _next_row(pairing: Pairing, account: User, after: int | None) -> OutgoingLetter | None:
    rows = OutgoingLetter.objects.visible_to(account).filter(pairing=pairing, delivered_at=None)
    numbered = rows.filter(number__gt=after or 0).order_by("number").first()
    if numbered is not None:
        return numbered
    new = [one for one in rows.filter(number=None).order_by("id") if may_go(pairing, one.kind)]
    # what takes back goes first: what it takes back then finds that it may not go
    return next((one for one in new if one.kind in TAKING_BACK), new[0] if new else None)


def again(letter: OutgoingLetter) -> None:
    """The same once more, without a number: it goes when it may."""
    OutgoingLetter(
        pairing=letter.pairing,
        referral=letter.referral,
        reference=letter.reference,
        kind=letter.kind,
        code=letter.code,
        until=letter.until,
        person=letter.person,
        jti=public_id(),
        copy_of=letter.jti,
    ).save(force_insert=True)


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
