"""Logs without people in them: an exception shows its type and where, never its words or variables.

Nor do they show addresses, only the pattern of a page: somebody may have typed a name into the address bar. A line of
a request ends with its reference, which the trail has, and the page that says that something went wrong.
"""

import copy
import logging
import sys
import threading
import traceback
from types import TracebackType

from django.http import HttpRequest

from casemgr.audit.origin import current_origin

# their messages quote what was sent (a host, a referrer, a task's exception); the kind of it is in the logger's name
QUOTING = ("django.security.", "asyncio")
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlainFormatter(logging.Formatter):
    """Formats exceptions as type and code lines only: messages may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left the whole trace there
        return super().format(with_reference(without_quotes(without_address(record))))

    def formatException(self, ei: Raised) -> str:
        return plain_trace(ei[0], ei[2])


def plain_trace(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """An exception's type and the places it went through; not its words, causes or notes, which may quote people."""
    lines = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
    return "\n".join([kind.__name__ if kind else "no exception", *lines])


def be_plain() -> None:
    """Let what nobody caught be told in the same way; Python's own way repeats the exception's words."""
    sys.excepthook = lambda kind, _error, trace: _tell(kind, trace)
    threading.excepthook = lambda raised: _tell(raised.exc_type, raised.exc_traceback)
    sys.unraisablehook = lambda raised: _tell(raised.exc_type, raised.exc_traceback)


def _tell(kind: type[BaseException] | None, trace: TracebackType | None) -> None:
    print(plain_trace(kind, trace), file=sys.stderr)


def without_quotes(record: logging.LogRecord) -> logging.LogRecord:
    """The record, or for loggers that quote requests a copy that says only that something happened."""
    if not record.name.startswith(QUOTING):
        return record
    plain = copy.copy(record)
    plain.msg, plain.args = "(not repeated)", ()
    return plain


def with_reference(record: logging.LogRecord) -> logging.LogRecord:
    """The record, or in a request a copy that ends with its reference."""
    reference = current_origin().correlation_id
    if not reference:
        return record
    told = copy.copy(record)
    told.msg, told.args = f"{record.getMessage()} [{reference}]", ()
    return told


def without_address(record: logging.LogRecord) -> logging.LogRecord:
    """The record, or where it is about a request a copy that names the page by its pattern."""
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple):
        return record
    match = getattr(request, "resolver_match", None)
    plain = copy.copy(record)
    plain.args = tuple(
        (f"/{match.route}" if match else "an unknown address") if _is_address(arg, request) else arg
        for arg in record.args
    )
    return plain


def _is_address(arg: object, request: HttpRequest) -> bool:
    """Django logs the path, escaped."""
    return isinstance(arg, str) and arg.startswith(request.path.encode("unicode_escape").decode())
