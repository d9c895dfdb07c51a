"""Is a ZIP archive a plain workbook, and does it unpack to a reasonable size?"""

import zlib
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from cases.importing import limits
from cases.importing.problems import Code, refuse

_CHUNK = 1 << 20


def require_safe(archive: ZipFile) -> None:
    """Raise `FileRefused` unless this is a workbook without macros, of reasonable size, with sound parts."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise refuse(Code.WRONG_TYPE)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refuse(Code.OLD_EXCEL)
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.ARCHIVE_PARTS or unpacked > limits.ARCHIVE_BYTES:
        raise refuse(Code.UNSAFE_ARCHIVE)
    if unpacked / packed > limits.ARCHIVE_RATIO and unpacked > limits.SHARED_STRINGS_BYTES:
        raise refuse(Code.UNSAFE_ARCHIVE)
    for part in parts:
        if part.filename.endswith("sharedStrings.xml") and part.file_size > limits.SHARED_STRINGS_BYTES:
            raise refuse(Code.UNSAFE_ARCHIVE)
        if part.filename.endswith((".xml", ".rels")) and "/worksheets/" not in part.filename:
            with archive.open(part) as body:
                _parse(body, part.file_size)


def count_rows(archive: ZipFile) -> int:
    """Rows with content in the largest sheet, at least as many as in the first; values are not kept."""
    most = 0
    for part in archive.infolist():
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            with archive.open(part) as body:
                most = max(most, _parse(body, part.file_size))
    return most


def _parse(body: IO[bytes], declared: int) -> int:
    """Parse one XML part without keeping it: no document type, no more than declared. Returns its rows."""
    rows = 0
    filled = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal filled, rows
        local = name.rpartition(":")[2]
        if local == "c" and attributes.get("r", "")[2:3].isalpha():
            raise refuse(Code.TOO_MANY_COLUMNS)  # past column ZZ every row would be padded to its width
        if local == "row":
            filled = False
        elif local in ("v", "is") and not filled:
            filled, rows = True, rows + 1

    def doctype(*_parts: object) -> None:
        raise refuse(Code.UNSAFE_ARCHIVE)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    read = 0
    try:
        while chunk := body.read(_CHUNK):
            read += len(chunk)
            if read > declared:
                raise refuse(Code.UNSAFE_ARCHIVE)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, zlib.error) as error:
        raise BadZipFile("a part is damaged") from error
    return rows
