"""Around the whole program: what escapes it is told in the log by kind and place, and answered without a word of it.

The server's own way is to write the whole trace to its log, with the exception's words: they may quote a person.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

logger = logging.getLogger(__name__)
PLAIN = b"Something went wrong. Go back and try again."
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]
NO_BANNER = ("Server", "")  # else the server names itself
Start = Callable[..., Any]


class AnswerBroken(Exception):
    """An answer broke off while it was sent. It says nothing more: the server writes it to its log."""


class LastResort:
    """A WSGI application around ours."""

    def __init__(self, application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, NO_BANNER], *more)

        try:
            return Guarded(self.application(environ, start))
        except Exception as error:
            logger.error("no answer could be made", exc_info=error)
        start("500 Internal Server Error", HEADERS)
        return [PLAIN]


class Guarded:
    """A body whose errors are told plainly and end it. Only a Content-Length tells the other side what is missing."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.body
        except Exception as error:
            logger.error("an answer broke off", exc_info=error)
            raise AnswerBroken from None

    def close(self) -> None:
        """Let the body clean up."""
        close = getattr(self.body, "close", None)
        if close is None:
            return
        try:
            close()
        except Exception as error:
            logger.error("an answer couldn't be closed", exc_info=error)
