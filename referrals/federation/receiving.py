"""Taking a letter in: who sent it, once, with a receipt. What it says is done afterwards (`carrying_out`)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from casemgr.encryption.envelopes import canonical, header_of, open_letter
from casemgr.encryption.errors import EncryptionError, Tampered
from casemgr.encryption.exchange_keys import key_id, signed
from casemgr.encryption.http_signatures import Signer, verified
from casemgr.errors import CasemgrError
from referrals.asking_back import actor_of
from referrals.exchange import instance
from referrals.models import IncomingLetter, Pairing, SeenNonce

HELD = "held"
KIND = re.compile(r"[a-z_]{1,20}")
MOST_WAITING, MOST_BEFORE, FARTHEST = 200, 5, 1000


class NotRecognized(CasemgrError):
    """No pairing, or not its key, or not a request that was signed just now; which is not said."""

    status = 401
    code = "not_recognized"


def recognized(method: str, path: str, headers: Mapping[str, str], body: bytes, shared_id: Any) -> tuple[User, Signer]:
    """The account of the pairing and the signer of a request to this instance. Errors: NotRecognized."""
    account = account_of(shared_id)
    if account is None:
        raise NotRecognized()
    with acting_as(actor_of(account)), transaction.atomic():
        pairing = Pairing.objects.visible_to(account).get(account=account)
    keys = {key_id(bytes(key)): bytes(key) for key in (pairing.sign, pairing.next_sign) if key}
    try:
        signer = verified(method, settings.CASEMGR_EXCHANGE_URL + path, headers, body, keys.get)
    except Tampered:
        raise NotRecognized() from None
    return account, signer


def account_of(shared_id: Any) -> User | None:
    """The account that acts for a pairing; of one that ended, taking back still comes in."""
    if not isinstance(shared_id, str) or not instance.ID.fullmatch(shared_id):
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.pairing_account(%s)", [shared_id])
        [found] = cursor.fetchone()
    return User.objects.filter(pk=found).first() if found else None


def receive(path: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Take a letter in and give its receipt; the same letter again gets the same one. Errors: NotRecognized."""
    try:
        header = header_of(body)
    except Tampered:
        raise NotRecognized() from None
    account, signer = recognized("POST", path, headers, body, header.get("pair"))
    with acting_as(actor_of(account)):
        return keep(account, body, signer)


class TooManyLetters(CasemgrError):
    """More letters wait here than are taken in; the sender tries again later."""

    status = 429
    code = "too_many"


@transaction.atomic
def keep(account: User, letter: bytes, signer: Signer | None = None) -> dict[str, Any]:
    """Store a letter of the account's pairing and answer for it. A nonce that came before brings nothing new in.

    Only a letter that opens, and was signed by the other side's key or by the one that it announced, gets a receipt:
    whatever gets one isn't sent again. Errors: NotRecognized, TooManyLetters.
    """
    pairing = Pairing.objects.visible_to(account).select_for_update(of=("self",)).get(account=account)
    header = _checked(header_of(letter), pairing)
    known = IncomingLetter.objects.visible_to(account).filter(pairing=pairing, jti=header["jti"]).first()
    if known is not None:
        return dict(known.receipt)
    if signer is not None:
        require_first_time(pairing, signer)
    if not header["iat"] - 120 <= timezone.now().timestamp() <= header["exp"] + 120:
        raise NotRecognized()
    number, kind, held = _read(letter, pairing)
    _require_room(pairing, account)
    receipt = _receipt(pairing, header["jti"], letter)
    IncomingLetter(
        pairing=pairing,
        jti=header["jti"],
        letter=letter,
        receipt=receipt,
        number=number,
        kind=kind,
        code=HELD if held else "",
    ).save(force_insert=True)
    app.configure_task("exchange.carry_out", allow_unknown=False).defer(account=str(account.pk))
    return receipt


def _read(letter: bytes, pairing: Pairing) -> tuple[int, str, bool]:
    """Number, kind, and whether it waits for a person to look at the key that signed it."""
    said, held = _opened(letter, pairing.sign), False
    if said is None:
        said, held = _opened(letter, pairing.next_sign), True
    if said is None:
        raise NotRecognized()
    number, kind = said.get("number"), said.get("type")
    if type(number) is not int or not 0 < number <= pairing.last_received + FARTHEST or not is_clean(said):
        raise NotRecognized()
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise NotRecognized()
    return number, kind, held


def _opened(letter: bytes, key: Any) -> dict[str, Any] | None:
    if not key:
        return None
    with suppress(EncryptionError):
        return open_letter(letter, signed_by=bytes(key)).payload
    return None


def is_clean(value: Any) -> bool:
    """Whether every text in it is one that the database takes: no NUL, no half of a surrogate pair."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(is_clean(name) and is_clean(inner) for name, inner in value.items())
    return all(map(is_clean, value)) if isinstance(value, list) else True


def _require_room(pairing: Pairing, account: User) -> None:
    waiting = IncomingLetter.objects.visible_to(account).filter(pairing=pairing, state=IncomingLetter.State.WAITING)
    most = MOST_WAITING if pairing.they_confirmed_at else MOST_BEFORE
    if waiting.count() >= most:
        raise TooManyLetters()


def _checked(header: Mapping[str, Any], pairing: Pairing) -> Mapping[str, Any]:
    """The header, if it is of this pairing, from its other side to this one."""
    sound = (
        header.get("v") == instance.VERSION
        and header.get("pair") == pairing.shared_id
        and header.get("iss") == pairing.instance
        and header.get("aud") == instance.own().id
        and isinstance(header.get("jti"), str)
        and instance.ID.fullmatch(header["jti"])
        and type(header.get("iat")) is int
        and type(header.get("exp")) is int
    )
    if not sound:
        raise NotRecognized()
    return header


def require_first_time(pairing: Pairing, signer: Signer) -> None:
    """Refuse a signed request that came before; its nonce is kept while the signature would be taken.

    Errors: NotRecognized.
    """
    try:
        with transaction.atomic():
            SeenNonce(pairing=pairing, nonce=signer.nonce, until=signer.until).save(force_insert=True)
    except IntegrityError:
        raise NotRecognized() from None


@transaction.atomic
def recognized_once(method: str, path: str, headers: Mapping[str, str], body: bytes, shared_id: Any) -> User:
    """The account of the pairing whose other side sends this request now. Errors: NotRecognized."""
    account, signer = recognized(method, path, headers, body, shared_id)
    with acting_as(actor_of(account)):
        require_first_time(Pairing.objects.visible_to(account).get(account=account), signer)
    return account


def _receipt(pairing: Pairing, jti: str, letter: bytes) -> dict[str, Any]:
    said = {
        "pair": pairing.shared_id,
        "jti": jti,
        "sha256": hashlib.sha256(letter).hexdigest(),
        "at": timezone.now().isoformat(timespec="seconds"),
    }
    return {"receipt": said, "signature": base64.b64encode(signed(canonical(said), pairing.signs_with)).decode()}
