"""The page that a keeper of a share of the recovery key gets."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from casemgr.cli.refusal import Refused
from casemgr.encryption.master_key import in_data_folder
from casemgr.encryption.share_text import Share, rows

PAGE = """\
CASEMGR RECOVERY KEY, SHARE {number} OF {count} (any {threshold} are needed)
Root key {version}, fingerprint {fingerprint}, made as set {split}

{rows}

Keep this page where only you can get at it, away from computers and from every other share; don't copy,
photograph or send it.
Hand it to nobody but the operator, in person, when the master key is lost: {threshold} pages together open everything
that this Casemgr holds.
"""


def page(share: Share) -> str:
    """The text of one page."""
    return PAGE.format(
        number=share.number,
        count=share.count,
        threshold=share.threshold,
        version=share.root_version,
        fingerprint=share.fingerprint.hex(),
        split=share.split.hex(),
        rows="\n".join(f"    {place}:  {row}" for place, row in enumerate(rows(share), 1)),
    )


def write_into(folder: Path, made: Sequence[Share], *, before: Callable[[], None]) -> None:
    """A file for each, mode 0600, after `before` was done; all or none. Errors: Refused."""
    if in_data_folder(folder):
        raise Refused("This folder is in the data folder, so every backup would carry the shares. Choose another.")
    paths = [folder / f"recovery-share-{share.number}-of-{share.count}.txt" for share in made]
    for path in paths:
        if path.exists():
            raise Refused(f"{path} is there already. Nothing was written.")
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        before()
        for path, share in zip(paths, made, strict=True):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            written.append(path)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(page(share))
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Refused(f"The shares can't be written there: {error.strerror}. None was kept.") from None
        raise
