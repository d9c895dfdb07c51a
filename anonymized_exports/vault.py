"""Stored output, sealed with a key of the instance: a pool belongs to no one organization."""

from uuid import UUID

from anonymized_exports.models import Artifact, Release
from anonymized_exports.pipeline.package import Signer
from casemgr.encryption import signatures
from casemgr.encryption.cipher import Key, open_, seal
from casemgr.encryption.master_key import instance_key
from casemgr.errors import NotFound

PURPOSE = "stored output of statistics"
SIGNATURES = "releases of statistics"
KEY_ID = UUID("6f1c8f5e-3a55-4c0b-9a53-0d2f6d6c7a01")  # names this key in every sealed value's header


def put(release: Release, kind: Artifact.Kind, content: bytes) -> None:
    """Seal and store, once. Raises IntegrityError if this release already has one."""
    sealed = seal(content, key=_key(), table=Artifact._meta.db_table, column=kind, pk=release.pk)
    Artifact.objects.create(release=release, kind=kind, sealed=sealed)


def get(release: Release, kind: Artifact.Kind) -> bytes:
    """What was stored. Errors: NotFound, Tampered."""
    rows = Artifact.objects.unscoped("whoever calls has checked who is asking")
    artifact = rows.filter(release=release, kind=kind).first()
    if artifact is None:
        raise NotFound()
    return open_(bytes(artifact.sealed), key=_key(), table=Artifact._meta.db_table, column=kind, pk=release.pk)


def signer() -> Signer:
    """Signs releases in this instance's name."""
    return Signer(lambda content: signatures.sign(SIGNATURES, content), signatures.public_key(SIGNATURES))


def _key() -> Key:
    return Key(KEY_ID, instance_key(PURPOSE))
