"""Logs without people in them: an exception shows its type and where, never its words or variables.

Nor do they show addresses, only the pattern of a page: somebody may have typed a name into the address bar.
"""

import copy
import logging
import traceback
from types import TracebackType

from django.http import HttpRequest


class PlainFormatter(logging.Formatter):
    """Formats exceptions as type and code lines only: messages may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(without_address(record))

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _error, trace = ei
        lines = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "no exception", *lines])


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
