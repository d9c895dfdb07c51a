"""How much an import takes, so that no file can exhaust the machine."""

from typing import BinaryIO

from cases.importing.problems import Code, refuse

FILE_BYTES = 100 * 1024 * 1024
ROWS = 500_000
COLUMNS = 300
CELL_CHARACTERS = 100_000
#: A workbook's parts, unpacked: all together, and the table of shared strings, which is held in memory.
ARCHIVE_BYTES = 1024 * 1024 * 1024
SHARED_STRINGS_BYTES = 100 * 1024 * 1024
ARCHIVE_RATIO = 200
ARCHIVE_PARTS = 2_000


def require_size(stream: BinaryIO) -> int:
    """The size of a seekable stream in bytes; raises `FileRefused` when it is empty or too big."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        raise refuse(Code.EMPTY_FILE)
    if size > FILE_BYTES:
        raise refuse(Code.TOO_BIG)
    return size
