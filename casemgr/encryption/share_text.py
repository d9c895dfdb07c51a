"""A share of the recovery key on paper: four rows of 20 characters, the last four of each a check of all before them.

So a slip is found in the row where it is. Letters are Crockford's base32: I and L read as 1, O as 0, and there is no U.
A row carries 10 bytes, a share 40: format (1) | version of the root key (1) | threshold − 1, count − 1 (4 bits each) |
number (1) | start of the root key's fingerprint (2) | random name of the split (2) | the share's bytes (32).
"""

import hashlib
import re
from dataclasses import dataclass, field

from casemgr.encryption.errors import ShareRefused

MOST = 16
ROWS, ROW_CHARACTERS, ROW_BYTES = 4, 20, 10
BODY_BYTES = 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = re.compile(r"[\s\-‐-―]+")
_FORMAT = 1
_CHECK_CHARACTERS = 4


@dataclass(frozen=True)
class Share:
    """What stands on one page."""

    root_version: int
    threshold: int
    count: int
    number: int
    fingerprint: bytes
    split: bytes
    body: bytes = field(repr=False)


def rows(share: Share) -> list[str]:
    """The rows to print, in groups of five."""
    sizes = (share.threshold - 1) << 4 | (share.count - 1)
    head = bytes([_FORMAT, share.root_version, sizes, share.number]) + share.fingerprint + share.split
    whole = head + share.body
    made = []
    for end in range(ROW_BYTES, len(whole) + 1, ROW_BYTES):
        text = _written(whole[end - ROW_BYTES : end], ROW_CHARACTERS - _CHECK_CHARACTERS) + _check(whole[:end])
        made.append("-".join(text[at : at + 5] for at in range(0, ROW_CHARACTERS, 5)))
    return made


def split_rows(line: str) -> list[str]:
    """The bare rows of a typed line: one, or the four of a whole share. Errors: ShareRefused."""
    bare = _BETWEEN.sub("", line).upper()
    if any(letter not in _VALUES for letter in bare):
        raise ShareRefused("There is a character that no share has.")
    if len(bare) not in (ROW_CHARACTERS, ROWS * ROW_CHARACTERS):
        raise ShareRefused(
            f"There are {len(bare)} characters; a row has {ROW_CHARACTERS}, a share {ROWS * ROW_CHARACTERS}."
        )
    return [bare[at : at + ROW_CHARACTERS] for at in range(0, len(bare), ROW_CHARACTERS)]


def read_row(row: str, before: bytes) -> bytes:
    """The bytes of a bare row that follows the rows read before. Errors: ShareRefused when its check doesn't fit."""
    value = 0
    for letter in row[:-_CHECK_CHARACTERS]:
        value = value << 5 | _VALUES[letter]
    read = value.to_bytes(ROW_BYTES)
    if [_VALUES[letter] for letter in row[-_CHECK_CHARACTERS:]] != [_VALUES[x] for x in _check(before + read)]:
        raise ShareRefused(f"Row {len(before) // ROW_BYTES + 1} of the share is mistyped, or is another row.")
    return read


def parse(data: bytes) -> Share:
    """What the rows say; its body is incomplete before the last. Errors: ShareRefused."""
    share = Share(data[1], (data[2] >> 4) + 1, (data[2] & 15) + 1, data[3], data[4:6], data[6:8], data[8:])
    if data[0] != _FORMAT or not 2 <= share.threshold <= share.count or not 1 <= share.number <= share.count:
        raise ShareRefused("This share was made by another version of Casemgr, or isn't one.")
    return share


def _check(data: bytes) -> str:
    digest = hashlib.sha256(b"casemgr recovery share" + data).digest()
    return _written((int.from_bytes(digest[:3]) >> 4).to_bytes(3), _CHECK_CHARACTERS)


def _written(data: bytes, length: int) -> str:
    value = int.from_bytes(data)
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))
