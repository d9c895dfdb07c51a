"""A nameless encrypted temporary file whose key exists only in this process's memory."""

import io
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from casemgr.encryption.chunks import CHUNK_BYTES, SEALED_BYTES, ChunkCipher


class StagedFile(io.RawIOBase):
    """Written once with `append` and `finish`, then read and sought like any binary file.

    The file has mode 0600 and no name: it is gone when closed, and also when the process is killed.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._cipher = ChunkCipher(secrets.token_bytes(32))
        self._pending = bytearray()
        self._written = 0  # whole chunks on disk
        self._position = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        self._final: int | None = None
        self.size = 0

    def append(self, data: bytes) -> None:
        """Take more plaintext; whole chunks go to disk sealed, the rest waits in memory."""
        self._pending += data
        self.size += len(data)
        while len(self._pending) > CHUNK_BYTES:
            self._write_chunk(CHUNK_BYTES, final=False)

    def finish(self) -> None:
        """Seal the last chunk. Reading may start."""
        self._final = self._written
        self._write_chunk(len(self._pending), final=True)

    def _write_chunk(self, size: int, *, final: bool) -> None:
        self._file.write(self._cipher.seal(bytes(self._pending[:size]), self._written, final=final))
        del self._pending[:size]
        self._written += 1

    def _chunk(self, index: int) -> bytes:
        if self._opened[0] != index:
            self._file.seek(index * SEALED_BYTES)
            sealed = self._file.read(SEALED_BYTES)
            self._opened = index, self._cipher.open(sealed, index, final=index == self._final)
        return self._opened[1]

    def readable(self) -> bool:
        return self._final is not None

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self._final is None:
            raise io.UnsupportedOperation("finish() comes before reading")
        if self._position >= self.size:
            return 0
        index, offset = divmod(self._position, CHUNK_BYTES)
        part = self._chunk(index)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("negative seek position")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def fileno(self) -> int:
        """Refused: the descriptor's bytes are ciphertext, and readers take a descriptor for plaintext."""
        raise io.UnsupportedOperation("fileno")

    def close(self) -> None:
        self._file.close()
        self._pending.clear()
        self._opened = (-1, b"")
        super().close()
