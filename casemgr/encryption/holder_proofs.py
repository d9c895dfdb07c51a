"""HMACs over who the holders are: whoever can only write to the key store can't slip in a public key of their own.

Until the switch they are made with the instance's key, and made anew when that is renewed; from then on with the secret
that the holders share.
"""

import hmac
from collections.abc import Iterable
from uuid import UUID

from casemgr.encryption.errors import OrganizationLocked, Tampered
from casemgr.encryption.instance_keys import newest_for_writing
from casemgr.encryption.leases import Lease
from casemgr.encryption.master_key import derive
from casemgr.encryption.models import Holder, HolderSet

PURPOSE = "holders of organization keys"


def bound(organization_id: UUID, user_id: UUID) -> bytes:
    """What a holder's key pair is bound to."""
    return organization_id.bytes + user_id.bytes


def of_set(chosen: HolderSet, user_ids: Iterable[UUID]) -> bytes:
    """Of a named set: who is in it, and how many of them open the key."""
    people = b"".join(user_id.bytes for user_id in sorted(user_ids))
    numbers = chosen.version.to_bytes(4) + chosen.threshold.to_bytes(2)
    return _hmac(_instance(), chosen.pk.bytes + chosen.organization_id.bytes + numbers + people)


def of_named(organization_id: UUID, user_id: UUID, public: bytes) -> bytes:
    """Of a public key made by a named holder."""
    return _hmac(_instance(), bound(organization_id, user_id) + public)


def of_holding(wrapping: bytes, organization_id: UUID, user_id: UUID, public: bytes) -> bytes:
    """Of a public key to which a share was sealed; `wrapping` is the secret that was split."""
    return _hmac(derive(wrapping, "holders of an organization key"), bound(organization_id, user_id) + public)


def require_named(following: HolderSet, parts: list[Holder]) -> None:
    """Errors: Tampered unless set and parts are as they were named and prepared."""
    _require(of_set(following, [part.user_id for part in parts]), bytes(following.proof))
    for part in parts:
        _require(of_named(following.organization_id, part.user_id, bytes(part.public_key)), bytes(part.proof))


def proved_named() -> list[tuple[HolderSet, list[Holder]]]:
    """Every named set with its parts that counts now: `prove_anew` follows once the instance's key is renewed."""
    sets = HolderSet.objects.filter(state=HolderSet.State.NAMED).prefetch_related("holders")
    return [(one, list(one.holders.all())) for one in sets if _is_as_named(one, list(one.holders.all()))]


def prove_anew(named: list[tuple[HolderSet, list[Holder]]]) -> None:
    """Make these sets' HMACs with the newest key; what was none of ours before doesn't become it."""
    for chosen, parts in named:
        chosen.proof = of_set(chosen, [part.user_id for part in parts])
        chosen.save(update_fields=["proof"])
        for part in parts:
            if part.is_ready:
                part.proof = of_named(chosen.organization_id, part.user_id, bytes(part.public_key))
                part.save(update_fields=["proof"])


def require_holding(present: HolderSet, lease: Lease | None) -> list[Holder]:
    """The parts of the set that holds the key, once proved. Errors: OrganizationLocked without its lease, Tampered."""
    if lease is None or lease.set_id != present.pk:
        raise OrganizationLocked(organization_id=present.organization_id)
    parts = list(present.holders.all())
    for part in parts:
        public = bytes(part.public_key)
        _require(of_holding(lease.secret, present.organization_id, part.user_id, public), bytes(part.proof))
    return parts


def _is_as_named(chosen: HolderSet, parts: list[Holder]) -> bool:
    try:
        _require(of_set(chosen, [part.user_id for part in parts]), bytes(chosen.proof))
        for part in parts:
            if part.is_ready:
                _require(of_named(chosen.organization_id, part.user_id, bytes(part.public_key)), bytes(part.proof))
    except Tampered:
        return False
    return True


def _instance() -> bytes:
    return newest_for_writing(PURPOSE).secret


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _require(expected: bytes, found: bytes) -> None:
    if not hmac.compare_digest(expected, found):
        raise Tampered
