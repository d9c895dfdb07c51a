"""Unlocking a held key: passphrases come in one by one, and open it once enough did within half an hour.

The shares that came in wait in this process's memory and nowhere else; a restart forgets them. A holder who types
twice counts once.
"""

import threading
import time
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap

from casemgr.encryption import holder_proofs, keys, leases, shares, watch
from casemgr.encryption.errors import Tampered, WrongPassphrase
from casemgr.encryption.held import unwrap_under
from casemgr.encryption.holders import holding, share_place
from casemgr.encryption.models import Holder, HolderSet, OrganizationKey
from casemgr.encryption.passphrases import KeyPair, open_private, open_sealed

SECONDS = 30 * 60.0
_entered: dict[UUID, dict[UUID, tuple[float, bytes]]] = {}  # set -> person -> until, share
_lock = threading.Lock()


class Entered(NamedTuple):
    """How many holders are still missing, and the lease to put in force once none is."""

    missing: int
    lease: leases.Lease | None = None


def enter(part: Holder, passphrase: str, *, among: Collection[UUID]) -> Entered:
    """A holder's passphrase. `among` are the people who count now: those of the set who may still sign in.

    Errors: WrongPassphrase; Tampered when the shares don't open the key.
    """
    share = _share(part, passphrase)
    with _lock:
        waiting = _waiting(part.set, among)
        waiting[part.user_id] = (time.monotonic() + SECONDS, share)
        if len(waiting) < part.set.threshold:
            _entered[part.set.pk] = waiting
            return Entered(part.set.threshold - len(waiting))
        _entered.pop(part.set.pk, None)
    return Entered(0, _lease(part.set, [share for _until, share in waiting.values()]))


def missing(holders: HolderSet, *, among: Collection[UUID]) -> int:
    """How many holders must still enter their passphrase."""
    with _lock:
        return holders.threshold - len(_waiting(holders, among))


def open_for(organization_id: UUID, lease: leases.Lease) -> None:
    """From now on, until the lease is over, this machine can use the key. What was in memory before is loaded anew."""
    leases.put(organization_id, lease)
    watch.begin(organization_id)
    keys.forget_all()


def lock(organization_id: UUID) -> bool:
    """Close the key on this machine and empty this process; other processes notice within seconds (`watch`).

    True for the one caller who locked it.
    """
    present = holding(organization_id)
    with _lock:
        if present is not None:
            _entered.pop(present.pk, None)
    closed = leases.drop(organization_id)
    keys.forget_all()
    return closed


def forget_entered() -> None:
    """Forget every share that came in."""
    with _lock:
        _entered.clear()


def _share(part: Holder, passphrase: str) -> bytes:
    if not part.sealed_share:
        raise WrongPassphrase
    bound = holder_proofs.bound(part.set.organization_id, part.user_id)
    private = open_private(KeyPair(bytes(part.public_key), bytes(part.sealed_key)), passphrase, bound=bound)
    return open_sealed(private, bytes(part.sealed_share), bound=share_place(part.set, part.user_id))


def _waiting(holders: HolderSet, among: Collection[UUID]) -> dict[UUID, tuple[float, bytes]]:
    """The shares that count now; the others are forgotten."""
    now = time.monotonic()
    entries = _entered.get(holders.pk, {})
    kept = {user_id: entry for user_id, entry in entries.items() if entry[0] > now and user_id in among}
    if holders.pk in _entered:
        _entered[holders.pk] = kept
    return dict(kept)


def _lease(holders: HolderSet, some: list[bytes]) -> leases.Lease:
    row = OrganizationKey.objects.get(organization_id=holders.organization_id)
    wrapping = shares.combine(some)
    try:
        unwrap_under(wrapping, bytes(row.wrapped))
    except InvalidUnwrap:
        raise Tampered from None
    return leases.Lease(holders.pk, time.time() + holders.hours * 3600, wrapping)
