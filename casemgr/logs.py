"""Logs without people in them: an exception shows its type and where, never its words or variables."""

import logging
import traceback
from types import TracebackType


class PlainFormatter(logging.Formatter):
    """Formats exceptions as type and code lines only: messages may quote what somebody typed."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _error, trace = ei
        lines = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "no exception", *lines])
