"""Naming holders, their passphrases, and handing the organization's key to them.

A set is first named. Everybody in it sets a passphrase in their own session, and where others hold the key already,
enough of those agree. Then, in one transaction, the key is wrapped anew under a random secret, the secret is split, and
each share is sealed to one holder.
"""

import secrets
import time
from collections.abc import Collection
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.db import transaction
from django.utils import timezone

from casemgr.encryption import holder_proofs, keys, leases, shares
from casemgr.encryption.errors import Tampered
from casemgr.encryption.held import HOLDER, SECONDS, ask_again, unwrap_under, wrap_under
from casemgr.encryption.models import Holder, HolderSet, OrganizationKey
from casemgr.encryption.passphrases import make_pair, open_private, seal_to
from casemgr.encryption.providers import provider
from casemgr.encryption.router import KEYS

LEAST_HOLDERS, LEAST_TOGETHER = 3, 2
State = HolderSet.State
_people: dict[UUID, tuple[float, frozenset[UUID]]] = {}


def holding(organization_id: UUID) -> HolderSet | None:
    """The set that holds the organization's key; None while the instance does."""
    return HolderSet.objects.filter(organization_id=organization_id, state=State.HOLDS).first()


def named(organization_id: UUID) -> HolderSet | None:
    """The set that shall hold it, and doesn't yet."""
    return HolderSet.objects.filter(organization_id=organization_id, state=State.NAMED).first()


def people(organization_id: UUID) -> frozenset[UUID]:
    """Everybody who holds a part or is named to; asks the key store at most every few seconds, since each page does."""
    until, found = _people.get(organization_id, (0.0, frozenset()))
    if until < time.monotonic():
        parts = Holder.objects.filter(set__organization_id=organization_id).exclude(set__state=State.VOID)
        found = frozenset(parts.values_list("user_id", flat=True))
        _people[organization_id] = (time.monotonic() + SECONDS, found)
    return found


@transaction.atomic(using=KEYS)
def name(organization_id: UUID, user_ids: Collection[UUID], *, threshold: int, hours: int) -> HolderSet:
    """Name the next holders; who was named before and not ready is forgotten. Who holds now keeps their passphrase.

    Errors: ValueError for numbers that can't be; OrganizationLocked unless the present holders have it unlocked.
    """
    wanted = sorted(set(user_ids))
    if len(wanted) < LEAST_HOLDERS or not LEAST_TOGETHER <= threshold < len(wanted):
        raise ValueError("At least three holders, at least two of whom, but not all, open the key.")
    present = holding(organization_id)
    proved = holder_proofs.require_holding(present, leases.get(organization_id)) if present else []
    forget_named(organization_id)
    version = HolderSet.objects.filter(organization_id=organization_id).count() + 1
    chosen = HolderSet(organization_id=organization_id, version=version, threshold=threshold, hours=hours)
    chosen.proof = holder_proofs.of_set(chosen, wanted)
    chosen.save(force_insert=True)
    former = {part.user_id: part for part in proved}
    Holder.objects.bulk_create(_part(chosen, user_id, former.get(user_id)) for user_id in wanted)
    _people.pop(organization_id, None)
    return chosen


@transaction.atomic(using=KEYS)
def forget_named(organization_id: UUID) -> bool:
    """Take the next holders back. Whether there were any."""
    Holder.objects.filter(set__organization_id=organization_id, set__state=State.HOLDS).update(agrees_to=None)
    _people.pop(organization_id, None)
    removed, _rows = HolderSet.objects.filter(organization_id=organization_id, state=State.NAMED).delete()
    return bool(removed)


@transaction.atomic(using=KEYS)
def prepare(part: Holder, passphrase: str) -> None:
    """Give a named holder a key pair under their passphrase, which is tried once before it counts."""
    organization_id = part.set.organization_id
    bound = holder_proofs.bound(organization_id, part.user_id)
    pair = make_pair(passphrase, bound=bound)
    open_private(pair, passphrase, bound=bound)
    part.public_key, part.sealed_key = pair
    part.proof = holder_proofs.of_named(organization_id, part.user_id, pair.public)
    part.save(update_fields=["public_key", "sealed_key", "proof"])


def agree(part: Holder, following: HolderSet) -> None:
    """One of the present holders agrees that `following` hold the key next."""
    part.agrees_to = following.pk
    part.save(update_fields=["agrees_to"])


def agreeing(following: HolderSet) -> tuple[int, int]:
    """How many of the present holders agreed, and how many must; 0 of 0 while the instance holds the key."""
    present = holding(following.organization_id)
    return (present.holders.filter(agrees_to=following.pk).count(), present.threshold) if present else (0, 0)


def is_ready(following: HolderSet) -> bool:
    """Whether everybody named has a passphrase, and enough of the present holders agreed."""
    agreed, needed = agreeing(following)
    return agreed >= needed and all(part.is_ready for part in following.holders.all())


@transaction.atomic(using=KEYS)
def switch(following: HolderSet) -> leases.Lease:
    """Hand the key to a set that is ready; the lease with which it stays open for the set's hours.

    Errors: Tampered when the store was changed under the set; OrganizationLocked when present holders have it locked.
    """
    organization_id = following.organization_id
    row = OrganizationKey.objects.select_for_update().get(organization_id=organization_id)
    parts = list(following.holders.order_by("user_id"))
    holder_proofs.require_named(following, parts)
    secret = provider(row.holder).unwrap(organization_id, bytes(row.wrapped), row.wrapping_version)
    wrapping = secrets.token_bytes(32)
    row.wrapped, row.wrapping_version, row.holder = wrap_under(wrapping, secret), 0, HOLDER
    row.save(update_fields=["wrapped", "wrapping_version", "holder"])
    _void_former(organization_id)
    made = shares.split(wrapping, threshold=following.threshold, count=len(parts))
    _require_that_it_opens(made[-following.threshold :], row, secret)
    _hand_out(following, parts, made, wrapping)
    following.state, following.holds_since = State.HOLDS, timezone.now()
    following.save(update_fields=["state", "holds_since"])
    ask_again(organization_id)
    _people.pop(organization_id, None)
    transaction.on_commit(keys.overwrite_log, using=KEYS)
    return leases.Lease(following.pk, timezone.now().timestamp() + following.hours * 3600, wrapping)


def share_place(holders: HolderSet, user_id: UUID) -> bytes:
    """What a sealed share is bound to: a share of another set opens nothing here."""
    return holders.pk.bytes + holder_proofs.bound(holders.organization_id, user_id)


def _part(chosen: HolderSet, user_id: UUID, former: Holder | None) -> Holder:
    part = Holder(set=chosen, user_id=user_id)
    if former is not None:
        part.public_key, part.sealed_key = former.public_key, former.sealed_key
        part.proof = holder_proofs.of_named(chosen.organization_id, user_id, bytes(former.public_key))
    return part


def _void_former(organization_id: UUID) -> None:
    """The parts of the former holders are overwritten: their passphrases open nothing any more."""
    former = HolderSet.objects.filter(organization_id=organization_id, state=State.HOLDS)
    Holder.objects.filter(set__in=former).update(sealed_key=b"", sealed_share=b"", agrees_to=None)
    former.update(state=State.VOID)


def _require_that_it_opens(some: list[bytes], row: OrganizationKey, secret: bytes) -> None:
    """Before anything old is given up: as many shares as are needed do open the key."""
    try:
        opened = unwrap_under(shares.combine(some), bytes(row.wrapped))
    except InvalidUnwrap:
        raise Tampered from None
    if opened != secret:
        raise Tampered


def _hand_out(following: HolderSet, parts: list[Holder], made: list[bytes], wrapping: bytes) -> None:
    for part, share in zip(parts, made, strict=True):
        public = bytes(part.public_key)
        part.sealed_share = seal_to(public, share, bound=share_place(following, part.user_id))
        part.proof = holder_proofs.of_holding(wrapping, following.organization_id, part.user_id, public)
        part.save(update_fields=["sealed_share", "proof"])
