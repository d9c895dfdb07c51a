"""Fetching one's letters, for an instance that others can't reach; and handing them out to such a one."""

from __future__ import annotations

import base64
import binascii
import logging
from typing import Any

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from casemgr.encryption.envelopes import canonical
from casemgr.encryption.errors import Tampered
from casemgr.errors import CasemgrError
from referrals.asking_back import actor_of
from referrals.errors import ExchangeFailed
from referrals.exchange import instance
from referrals.exchange.asking import MAILBOX, RECEIPTS, ask
from referrals.models import Pairing

from .receiving import keep
from .sending import next_letter, take_receipt

_log = logging.getLogger(__name__)
MOST, MOST_BYTES = 5, 20 * 1024


def poll(account: User) -> int:
    """Fetch and keep what waits for this pairing at the other instance. How many letters came."""
    if instance.own().url:
        return 0
    with acting_as(actor_of(account)):
        with transaction.atomic():
            pairing = Pairing.objects.visible_to(account).get(account=account)
        if not pairing.url:
            return 0
        try:
            return _fetch(pairing, account)
        except ExchangeFailed as error:
            _log.info("Letters could not be fetched: %s", error.why)
            return 0


def hand_out(account: User) -> list[str]:
    """The next letters for the other side, sealed, in base64; they are given again until their receipts come."""
    found: list[str] = []
    after, size = 0, 0
    with acting_as(actor_of(account)):
        while len(found) < MOST and (made := next_letter(account, after)):
            _pairing, letter, content = made
            found.append(base64.b64encode(content).decode())
            after, size = letter.number or 0, size + len(content)
            if size > MOST_BYTES:  # the reader takes 512 KiB, of which base64 uses a quarter
                break
    return found


def take_receipts(account: User, answers: Any) -> int:
    """Note which of the letters that were handed out arrived."""
    with acting_as(actor_of(account)):
        return sum(take_receipt(account, one) for one in (answers if isinstance(answers, list) else [])[:MOST])


def _fetch(pairing: Pairing, account: User) -> int:
    status, answer = ask(f"{pairing.url}{MAILBOX}?pair={pairing.shared_id}", method="GET", version=pairing.signs_with)
    letters = answer.get("letters") if status == 200 and isinstance(answer, dict) else None
    if not isinstance(letters, list):
        raise ExchangeFailed("answer")
    receipts = [receipt for one in letters[:MOST] if (receipt := _kept(account, one))]
    if receipts:
        ask(
            pairing.url + RECEIPTS,
            body=canonical({"pair": pairing.shared_id, "receipts": receipts}),
            version=pairing.signs_with,
        )
    return len(receipts)


def _kept(account: User, letter: Any) -> dict[str, Any] | None:
    try:
        return keep(account, base64.b64decode(letter, validate=True))
    except (CasemgrError, Tampered, TypeError, ValueError, binascii.Error):
        _log.warning("A letter that was fetched is not for this pairing.")
        return None
