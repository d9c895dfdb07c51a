"""Ask a ClamAV daemon about a file, over its INSTREAM command. Configured but silent means: refused.

Protocol: the manual of clamd, section INSTREAM: `zINSTREAM\\0`, chunks of length (4 bytes, network order) and data,
a chunk of length 0, then one answer: `stream: OK`, `stream: NAME FOUND`, or an error.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import CasemgrError, InvalidInput

CHUNK_BYTES = 65536
SECONDS = 60
_log = logging.getLogger(__name__)


class ScannerDown(CasemgrError):
    """A scanner is set up and doesn't answer."""

    status = 503
    code = "scanner_down"
    default_message = _("Files can't be checked for viruses just now, so none is taken. Try again later.")


def refuse_viruses(stream: BinaryIO) -> bool:
    """Whether the file was looked at; False where no scanner is set up (CASEMGR_CLAMAV).

    Errors: InvalidInput when something was found, ScannerDown when the scanner gave no clear answer.
    """
    if not settings.CASEMGR_CLAMAV:
        return False
    stream.seek(0)
    try:
        answer = _ask(stream)
    except OSError as problem:
        _log.error("The virus scanner gave no answer: %s", type(problem).__name__)
        raise ScannerDown() from None
    stream.seek(0)
    if answer.endswith("FOUND"):
        raise InvalidInput(gettext("A virus was found in this file. It was not kept."), field="file")
    if not answer.endswith("OK"):
        _log.error("The virus scanner answered with an error.")
        raise ScannerDown()
    return True


def _ask(stream: BinaryIO) -> str:
    with _connected() as daemon:
        daemon.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK_BYTES):
            daemon.sendall(struct.pack("!I", len(chunk)) + chunk)
        daemon.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (part := daemon.recv(4096)):
            said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    """To `/path/of/socket` or `host:port`."""
    place: str = settings.CASEMGR_CLAMAV
    if place.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS)
        daemon.connect(place)
        return daemon
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
