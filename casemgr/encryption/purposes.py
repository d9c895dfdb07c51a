"""What the instance's own keys are for. Each has a row in the key store; another purpose is a programming error."""

from enum import StrEnum


class Change(StrEnum):
    """What a rotation of the root key does with a purpose's key."""

    RENEWED = "renewed"  # a new one is made, what the old one sealed is sealed anew, and then the old one goes
    FOLLOWED = "followed"  # a new one is made for what comes; the old one stays for rows that nobody may change
    CARRIED = "carried"  # it stays, wrapped under the new root: others outside know what it made


EXCHANGE_SIGNING, EXCHANGE_SEALING = "signature of exchanges", "sealing of exchanges"

PURPOSES: dict[str, Change] = {
    "wrapping of organization keys": Change.RENEWED,
    "sealing of instance secrets": Change.RENEWED,
    "stored output of statistics": Change.FOLLOWED,
    "holders of organization keys": Change.RENEWED,
    "leases of organization keys": Change.RENEWED,
    "authentication of the erasure journal": Change.CARRIED,
    "signature of audit checkpoints": Change.CARRIED,
    "signature of releases of statistics": Change.CARRIED,
    EXCHANGE_SIGNING: Change.CARRIED,  # renewed by a command of its own: partners' people look at the new one
    EXCHANGE_SEALING: Change.CARRIED,
}
