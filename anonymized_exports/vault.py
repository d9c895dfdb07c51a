"""Stored output, sealed with a key of the instance: a pool belongs to no one organization."""

from uuid import UUID, uuid5

from anonymized_exports.models import Artifact, Release
from anonymized_exports.pipeline.package import Signer
from casemgr.encryption import signatures
from casemgr.encryption.cipher import Key, key_id, open_, seal
from casemgr.encryption.errors import Tampered
from casemgr.encryption.instance_keys import instance_key_version, newest
from casemgr.errors import NotFound

PURPOSE = "stored output of statistics"
SIGNATURES = "releases of statistics"
KEY_ID = UUID("6f1c8f5e-3a55-4c0b-9a53-0d2f6d6c7a01")  # names the first version in every sealed value's header


def put(release: Release, kind: Artifact.Kind, content: bytes) -> None:
    """Seal and store, once. Raises IntegrityError if this release already has one."""
    sealed = seal(content, key=_key(newest(PURPOSE).number), table=Artifact._meta.db_table, column=kind, pk=release.pk)
    Artifact.objects.create(release=release, kind=kind, sealed=sealed)


def get(release: Release, kind: Artifact.Kind) -> bytes:
    """What was stored. Errors: NotFound, Tampered."""
    rows = Artifact.objects.unscoped("whoever calls has checked who is asking")
    artifact = rows.filter(release=release, kind=kind).first()
    if artifact is None:
        raise NotFound()
    return _open(artifact)


def signer() -> Signer:
    """Signs releases in this instance's name."""
    return Signer(lambda content: signatures.sign(SIGNATURES, content), signatures.public_key(SIGNATURES))


def _open(artifact: Artifact) -> bytes:
    """Errors: Tampered."""
    sealed, newest_number = bytes(artifact.sealed), newest(PURPOSE).number
    number = next((n for n in range(newest_number, 0, -1) if _id(n).bytes == key_id(sealed)), None)
    if number is None:
        raise Tampered
    return open_(sealed, key=_key(number), table=Artifact._meta.db_table, column=artifact.kind, pk=artifact.release_id)


def _id(number: int) -> UUID:
    return KEY_ID if number == 1 else uuid5(KEY_ID, str(number))


def _key(number: int) -> Key:
    return Key(_id(number), instance_key_version(PURPOSE, number))
