"""The kinds of values, and how one is taken for another.

No answer is None: equal to empty text, never smaller or larger than anything, and nothing comes of reckoning with it.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from .tree import ExpressionError

Value = str | Decimal | bool | datetime.date | tuple[str, ...] | None
MOST = Decimal(10) ** 30
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)  # no exponent: written out it could fill the memory


def as_text(value: Value) -> str:
    """As XLSForm has it: codes with spaces between, days in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, str) else " ".join(value)


def as_number(value: Value) -> Decimal | None:
    """A number, or text that is one. None of nothing. Errors: ExpressionError."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and (number := number_of(value)) is not None:
        return number
    if isinstance(value, datetime.date):
        return Decimal(value.toordinal())
    raise ExpressionError(_("It reckons with something that is no number."))


def number_of(text: str) -> Decimal | None:
    """The number that a text says in plain digits, of reasonable size; None when it says none."""
    return Decimal(text.strip()) if NUMBER.fullmatch(text.strip()) else None


def day_of(text: str) -> datetime.date | None:
    """The day that a text says in ISO 8601."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def as_truth(value: Value) -> bool:
    """Nothing, empty text, no choice, zero and false are not; everything else is."""
    return bool(value)
