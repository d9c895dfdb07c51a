"""Which files are taken, told by their first bytes; what the browser or the name says is never believed.

Signatures: PDF ISO 32000-1 7.5.2; PNG W3C 5.2; JPEG ITU-T T.81 B.1.1.3; WebP RFC 9649; ZIP APPNOTE 4.3.7 with the
parts of ECMA-376 and of OpenDocument 1.3; ID3v2; Ogg RFC 3533; ISO base media file format (ISO/IEC 14496-12).
"""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 4096
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
}
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    OFFICE["word/"]: "docx",
    OFFICE["xl/"]: "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True)
class Signature:
    """Bytes at a place that give a type away."""

    media_type: str
    starts: bytes
    at: int = 0
    also: tuple[int, bytes] = (0, b"")

    def fits(self, head: bytes) -> bool:
        """Whether the head of a file carries it."""
        place, more = self.also
        return head[self.at :].startswith(self.starts) and head[place:].startswith(more)


SIGNATURES = (
    Signature("application/pdf", b"%PDF-"),
    Signature("image/png", b"\x89PNG\r\n\x1a\n"),
    Signature("image/jpeg", b"\xff\xd8\xff"),
    Signature("image/webp", b"RIFF", also=(8, b"WEBP")),
    Signature("audio/mpeg", b"ID3"),
    Signature("audio/mpeg", b"\xff\xfb"),
    Signature("audio/ogg", b"OggS"),
    Signature("audio/mp4", b"ftypM4A", at=4),
)


def media_type_of(stream: BinaryIO) -> str | None:
    """The media type of a file that may be kept, or None. The stream is read from its start and left there."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    found = next((s.media_type for s in SIGNATURES if s.fits(head)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _in_zip(stream)
    elif found is None and head and _is_text(stream):
        found = "text/plain"
    stream.seek(0)
    return found


def _in_zip(stream: BinaryIO) -> str | None:
    """Word, Excel and OpenDocument files without macros; any other archive is refused."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return OPEN_DOCUMENT.get(archive.read("mimetype").strip())
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in OFFICE.items() if any(n.startswith(part) for n in names)), None)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return None  # damaged, encrypted or of a sort that isn't kept
    return None


def _is_text(stream: BinaryIO) -> bool:
    """UTF-8 throughout, without control characters and without markup that a browser might run."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = True
    try:
        while chunk := stream.read(65536):
            text = decoder.decode(chunk)
            if first and text.lstrip("\ufeff \t\r\n").startswith("<"):
                return False
            if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
                return False
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
