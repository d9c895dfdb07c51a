"""The number that two people read to each other: sixty digits made of both instances' keys, the same on both sides."""

import hashlib

from .instance import Instance

GROUPS, DIGITS = 12, 5


def fingerprint(one: Instance, other: Instance, shared_id: str) -> str:
    """Twelve groups of five digits (199 bits of SHA-512): whoever put keys of their own between gets another number.

    Each pairing has its own, two between the same instances too: whoever answered in another's place is found out.
    """
    parts = sorted(instance.id.encode() + instance.sign + instance.seal for instance in (one, other))
    number = int.from_bytes(hashlib.sha512(b"casemgr pairing 1\0" + shared_id.encode() + b"".join(parts)).digest())
    digits = str(number % 10 ** (GROUPS * DIGITS)).rjust(GROUPS * DIGITS, "0")
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))
