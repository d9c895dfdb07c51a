"""Cut an expression into its words and signs."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from .tree import LENGTH, TOKENS, ExpressionError

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<reference>\$\{\s*(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,99})\s*\})
    |(?P<text>"[^"]*"|'[^']*'|“[^“”]*”|‘[^‘’]*’)
    |(?P<number>[0-9]{1,15}(?:\.[0-9]{1,10})?|\.[0-9]{1,10})
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)
    |(?P<sign><=|>=|!=|[=<>+*,().-])
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """Its kind (reference, text, number, word, sign) and what it says, without `${}` and quotation marks."""

    kind: str
    said: str


def cut(source: str) -> list[Token]:
    """The tokens, in order. Errors: ExpressionError for too long a text or a sign that isn't known."""
    if len(source) > LENGTH:
        raise ExpressionError(_("It is too long."))
    found: list[Token] = []
    at, source = 0, source.rstrip()
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(_("It can't be read from “%s” on.") % source[at : at + 20].strip())
        found.append(_token(match))
        at = match.end()
        if len(found) > TOKENS:
            raise ExpressionError(_("It is too long."))
    return found


def _token(match: re.Match[str]) -> Token:
    kind = str(match.lastgroup if match.lastgroup != "name" else "reference")
    if match["reference"]:
        return Token("reference", match["name"])
    said = match[kind]
    return Token(kind, said[1:-1] if kind == "text" else said)
