"""The master key's file: 32 random bytes, mode 0600, never inside the data folder that backups copy."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from casemgr.encryption.errors import MasterKeyUnusable

KEY_BYTES = 32


def ensure_master_key(path: Path | str) -> Path:
    """Create the file unless it exists, then check it.

    Errors: MasterKeyUnusable when it lies in CASEMGR_DATA_DIR, when group or others have any right to it,
    or when it doesn't hold 32 bytes.
    """
    path = Path(path)
    _refuse_data_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        _make(path)
    read_master_key(path)
    return path


def make_master_key(path: Path) -> None:
    """Create the file where nothing is. Errors: MasterKeyUnusable."""
    refuse_place(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    except OSError as error:
        raise MasterKeyUnusable(f"The master key file {path} can't be made: {error.strerror}.") from None


def refuse_place(path: Path) -> None:
    """Errors: MasterKeyUnusable when no new master key may be made there."""
    _refuse_data_folder(path)
    if path.exists() or path.is_symlink():
        raise MasterKeyUnusable(f"{path} is there already. Name a file that isn't.")


def read_master_key(path: Path | str) -> bytes:
    """The 32 bytes of a well-kept master key file. Errors: MasterKeyUnusable, with what to do."""
    path = Path(path)
    _refuse_data_folder(path)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(KEY_BYTES + 1)
    except OSError as error:
        raise MasterKeyUnusable(f"The master key file {path} can't be read: {error.strerror}.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise MasterKeyUnusable(f"Others can read the master key file {path}. Run: chmod 600 {path}")
    if len(key) != KEY_BYTES:
        raise MasterKeyUnusable(f"The master key file {path} must hold exactly {KEY_BYTES} bytes.")
    return key


def derive(secret: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """32 bytes from HKDF-SHA256 over `secret`; another purpose or salt gives an unrelated key."""
    return HKDF(SHA256(), 32, salt, f"casemgr {purpose}".encode()).derive(secret)


def in_data_folder(path: Path) -> bool:
    """Whether backups of the data folder carry this."""
    return path.resolve().is_relative_to(Path(settings.CASEMGR_DATA_DIR).resolve())


def _make(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _refuse_data_folder(path: Path) -> None:
    if in_data_folder(path):
        raise MasterKeyUnusable(
            f"The master key file {path} lies in the data folder {settings.CASEMGR_DATA_DIR}, "
            "so every backup would carry it. Keep it elsewhere and set CASEMGR_MASTER_KEY_FILE."
        )
