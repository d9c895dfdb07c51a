"""Where the sealed files lie: a folder, under random names. A file opens only while the key of its document and the
key of its person both exist, so ending either erases it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from casemgr.encryption import files, keys
from casemgr.encryption.cipher import Key
from casemgr.encryption.files import Readable
from cases.models import Document

DAY = 24 * 3600


def keep(document: Document, stream: Readable, *, original: bool = False) -> int:
    """Seal a file (or the untouched original of a picture) and return its size in bytes."""
    return files.write(stream, key=_key(document), path=path_of(document, original=original))


def check_whole(document: Document, *, original: bool = False) -> None:
    """Read a file to its end. Errors: Tampered, FileNotFoundError; so that no half file ever goes out."""
    for _chunk in content(document, original=original):
        pass


def content(document: Document, *, original: bool = False) -> Iterator[bytes]:
    """The file in the clear, chunk by chunk."""
    return files.read(path_of(document, original=original), _key(document))


def destroy(document: Document) -> None:
    """Destroy the document's key, then its files; after the transaction that took the document away."""
    destroy_by_id(document.organization_id, document.pk, document.public_id)


def destroy_by_id(organization_id: UUID, owner_id: UUID, public_id: str) -> None:
    """Destroy an owner's key, then the files of the document with this public id, if any; repeating it is harmless."""
    keys.destroy(organization_id, owner_id)
    if public_id:
        remove(public_id)


def remove(public_id: str) -> None:
    """The files of a document whose key is destroyed; repeating it is harmless."""
    for original in (False, True):
        _place(public_id, original).unlink(missing_ok=True)


def path_of(document: Document, *, original: bool = False) -> Path:
    """Two letters make a folder, so that none grows too large."""
    return _place(document.public_id, original)


def _place(name: str, original: bool) -> Path:
    return folder() / name[:2].lower() / (f"{name}.original" if original else name)


def folder() -> Path:
    """All documents of the instance."""
    return Path(settings.CASEMGR_DATA_DIR) / "documents"


def sweep(*, older_than: int = DAY, using: str = "default") -> int:
    """Remove files whose document was never saved (its transaction failed) or is gone; how many.

    Files younger than `older_than` seconds may belong to a transaction that still runs. `using` is the login that
    sees every organization.
    """
    kept = Document.objects.using(using).unscoped("files of every organization").kept()
    return files.sweep(
        folder(), lambda name: kept.filter(public_id=name.removesuffix(".original")).exists(), older_than=older_than
    )


def _key(document: Document) -> Key:
    return keys.joint_key(document.organization_id, document.pk, document.sealed_for or document.person_id)
