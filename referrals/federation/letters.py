"""Making the letters that go out: what each says is read, and the consent asked, at each try."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.encryption.envelopes import TooLong, seal
from casemgr.encryption.errors import OrganizationLocked
from casemgr.errors import CasemgrError
from referrals.actions import read_disclosure
from referrals.actions.pairings import other_side
from referrals.exchange import instance
from referrals.exchange.instance import keys_of
from referrals.lifecycle import RECEIVER_SEES, State, Tier
from referrals.models import OutgoingLetter, Pairing, Referral
from referrals.standing import require_standing

from .offers import offer_of
from .talk import told

LIFETIME_SECONDS = 600
VOID = "void"
#: what goes out, and is done when it comes, while a pairing is suspended too: it tells nothing, it takes back
TAKING_BACK = frozenset({"withdraw", "revoke", "purged", "error", "expire"})
#: what goes out before referrals may
INTRODUCING = frozenset({"confirmed", "keys"})
TALK = frozenset({"message", "handoff"})
READ = frozenset({"offer", "disclosure", *TALK})


def may_go(pairing: Pairing, kind: str) -> bool:
    """Whether a letter of this kind may go out as the pairing stands."""
    match pairing.state:
        case Pairing.State.ACTIVE:
            return True
        case Pairing.State.SUSPENDED | Pairing.State.ENDED:
            return kind in TAKING_BACK
        case Pairing.State.CONFIRMED:
            return kind in INTRODUCING
    return False


@dataclass(frozen=True)
class Written:
    """A sealed letter; whether it is empty, and if so whether the same may go later."""

    content: bytes
    empty: bool
    for_now: bool


def written(letter: OutgoingLetter, pairing: Pairing, *, by: User) -> Written:
    """The letter under its number; empty (VOID) when what it would tell may not be told any more, or not now."""
    payload: dict[str, Any] | None = None
    for_now = True
    if may_go(pairing, letter.kind):
        with suppress(OrganizationLocked):
            payload, for_now = _payload(letter, by), False
    try:
        content = _sealed(letter, pairing, payload or {"type": VOID})
    except TooLong:
        payload, content = None, _sealed(letter, pairing, {"type": VOID})
    return Written(content, payload is None, payload is None and for_now)


def _sealed(letter: OutgoingLetter, pairing: Pairing, said: dict[str, Any]) -> bytes:
    now = int(timezone.now().timestamp())
    header = {
        "v": instance.VERSION,
        "iss": instance.own().id,
        "aud": pairing.instance,
        "pair": pairing.shared_id,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "jti": letter.jti,
    }
    said = said | {"number": letter.number}
    return seal(header, said, to=other_side(pairing).seal, version=pairing.signs_with)


def _payload(letter: OutgoingLetter, by: User) -> dict[str, Any] | None:
    said: dict[str, Any] = {"type": letter.kind, "at": letter.created_at.isoformat()}
    said |= {name: value for name, value in _codes(letter).items() if value}
    if letter.kind == "keys":
        return said | keys_of(int(letter.code))
    if letter.kind not in READ:
        return said
    try:
        told = _read(letter, by)
    except CasemgrError:
        return None
    return said | told if told is not None else None


def _codes(letter: OutgoingLetter) -> dict[str, str]:
    until = letter.until.isoformat() if letter.until else ""
    return {"referral": letter.reference, "code": letter.code, "until": until, "person": letter.person}


def _read(letter: OutgoingLetter, by: User) -> dict[str, Any] | None:
    """What an offer, a disclosure, a message or a hand-off tells now. Errors: of the consent, or that it ended."""
    rows = Referral.objects.visible_to(by).select_related("sender", "receiver")
    referral = rows.filter(public_id=letter.reference).first()
    if referral is None:
        return None
    if letter.kind == "offer":
        if RECEIVER_SEES[State(referral.state)] is not Tier.OFFER:
            return None
        return {"offer": offer_of(referral, require_standing(referral))}
    if letter.kind in TALK:
        return told(letter.kind, letter.code, referral, by=by)
    return {"fields": read_disclosure(referral, by=by).fields}
