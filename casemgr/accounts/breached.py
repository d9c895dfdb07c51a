"""Whether a password stands in a file of breached ones, looked up on the disk: the file is large and never read whole.

The format is Have I Been Pwned's: SHA-1 in hexadecimal, a colon, how often it was seen; one a line, sorted by the hash.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

LINE = re.compile(rb"[0-9A-Fa-f]{40}(?::\d+)?\s*")


def problem(path: str) -> str:
    """Why this file can't serve, in words that follow its setting's name; empty when it can."""
    try:
        with Path(path).open("rb") as file:
            return "" if LINE.fullmatch(file.readline(80)) else "holds no sorted SHA-1 hashes (HASH:COUNT)"
    except OSError as error:
        return f"names a file that can't be read ({type(error).__name__})"


def is_breached(password: str, path: str) -> bool:
    """Whether the password's hash is in the file. Errors: OSError when it can't be read."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(path).open("rb") as file:
        return _find(file, wanted)


def _find(file: BinaryIO, wanted: bytes) -> bool:
    """Halve the file by bytes: the first line that begins at or after `low` is where the search goes on."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        found = _line_from(file, middle)
        if found == wanted:
            return True
        if not found or found > wanted:
            high = middle
        else:
            low = middle + 1
    return False


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The hash on the first line that begins at `place` or after it; empty past the last."""
    file.seek(max(0, place - 1))
    if place:
        file.readline()  # the rest of the line that `place` is in the middle of
    return file.readline()[:40].upper()
