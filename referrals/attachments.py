"""Where copies of documents that were released lie: a folder of their own, sealed under the disclosure's key.

Destroying that key makes them unreadable, wherever copies of the folder are; the files are removed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from casemgr.encryption import files, keys
from casemgr.encryption.cipher import Key
from casemgr.encryption.files import Readable
from referrals.models import ReferralAttachment

DAY = 24 * 3600


def keep(attachment: ReferralAttachment, stream: Readable) -> int:
    """Seal the copy and return its size in bytes."""
    return files.write(stream, key=_key(attachment), path=path_of(attachment))


def check_whole(attachment: ReferralAttachment) -> None:
    """Read it to its end. Errors: Tampered, KeyDestroyed, FileNotFoundError."""
    for _chunk in content(attachment):
        pass


def content(attachment: ReferralAttachment) -> Iterator[bytes]:
    """The copy in the clear, chunk by chunk."""
    return files.read(path_of(attachment), _key(attachment))


def path_of(attachment: ReferralAttachment) -> Path:
    """Two letters make a folder, so that none grows too large."""
    return folder() / attachment.public_id[:2].lower() / attachment.public_id


def folder() -> Path:
    """All released copies of the instance."""
    return Path(settings.CASEMGR_DATA_DIR) / "attachments"


def sweep(*, older_than: int = DAY, using: str = "default") -> int:
    """Remove copies that nobody can open any more, or that were never saved; how many.

    Files younger than `older_than` seconds may belong to a transaction that still runs. `using` is the login that
    sees every organization.
    """
    rows = ReferralAttachment.objects.using(using).unscoped("copies of every organization")
    kept = rows.filter(snapshot__isnull=False, referral__purged_at=None)
    return files.sweep(folder(), lambda name: kept.filter(public_id=name).exists(), older_than=older_than)


def _key(attachment: ReferralAttachment) -> Key:
    owner = attachment.key_owner()
    return keys.data_key(owner.organization_id, owner.owner_id)


class Stream:
    """An iterator of bytes, read like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.left = chunks, b""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, or all that is left."""
        while size < 0 or len(self.left) < size:
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.left += chunk
        given, self.left = (self.left, b"") if size < 0 else (self.left[:size], self.left[size:])
        return given
