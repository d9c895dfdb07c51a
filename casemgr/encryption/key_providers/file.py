"""The master key in a file: 32 bytes, mode 0600, outside the data folder."""

from pathlib import Path

from casemgr.encryption.key_providers.local import key_id_of, unwrap_under, wrap_under
from casemgr.encryption.master_key import read_master_key


class FileProvider:
    """Reads the file at each use, so that a running process finds the one that replaced it."""

    name = "file"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def key_id(self) -> str:
        return key_id_of(read_master_key(self.path))

    def wrap(self, plaintext: bytes, context: bytes) -> bytes:
        return wrap_under(read_master_key(self.path), plaintext, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return unwrap_under(read_master_key(self.path), wrapped, context)

    def describe(self) -> str:
        return f"the file {self.path}"
