"""The functions that expressions know. `if` and `coalesce` work out only what they need, in `evaluate`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .tree import ExpressionError
from .values import Value, as_number, as_text, as_truth, day_of

LONGEST = 10_000


class Function(NamedTuple):
    """How few and how many values it takes, and what it makes of them. The first given to `make` is today."""

    takes: tuple[int, int]
    make: Callable[..., Value]


def _choices(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(as_text(value).split())


def _rounded(_today: datetime.date, value: Value, places: Value = Decimal(0)) -> Value:
    number, after = as_number(value), as_number(places)
    if number is None or after is None:
        return None
    if not 0 <= after <= 10:
        raise ExpressionError(_("A number is rounded to 0 to 10 places."))
    return number.quantize(Decimal(1).scaleb(-int(after)), ROUND_HALF_UP)


def _int(_today: datetime.date, value: Value) -> Value:
    number = as_number(value)
    return None if number is None else number.to_integral_value(ROUND_FLOOR)


def _date(_today: datetime.date, value: Value) -> Value:
    if value is None or value == "" or isinstance(value, datetime.date):
        return value or None
    if (day := day_of(as_text(value))) is None:
        raise ExpressionError(_("It takes something for a date that is none."))
    return day


def _concat(_today: datetime.date, *values: Value) -> Value:
    joined = "".join(map(as_text, values))
    if len(joined) > LONGEST:
        raise ExpressionError(_("It is too long."))
    return joined


def _text(make: Callable[..., Value]) -> Callable[..., Value]:
    return lambda _today, *values: make(*map(as_text, values))


def _lazy(*_given: Any) -> Value:
    raise AssertionError("worked out in evaluate")


FUNCTIONS: dict[str, Function] = {
    "selected": Function((2, 2), lambda _today, chosen, code: as_text(code) in _choices(chosen)),
    "count-selected": Function((1, 1), lambda _today, chosen: Decimal(len(_choices(chosen)))),
    "today": Function((0, 0), lambda today: today),
    "date": Function((1, 1), _date),
    "not": Function((1, 1), lambda _today, value: not as_truth(value)),
    "true": Function((0, 0), lambda _today: True),
    "false": Function((0, 0), lambda _today: False),
    "if": Function((3, 3), _lazy),
    "coalesce": Function((2, 2), _lazy),
    "int": Function((1, 1), _int),
    "round": Function((1, 2), _rounded),
    "number": Function((1, 1), lambda _today, value: as_number(value)),
    "string": Function((1, 1), _text(lambda text: text)),
    "string-length": Function((1, 1), _text(lambda text: Decimal(len(text)))),
    "contains": Function((2, 2), _text(lambda text, part: part in text)),
    "starts-with": Function((2, 2), _text(lambda text, part: text.startswith(part))),
    "ends-with": Function((2, 2), _text(lambda text, part: text.endswith(part))),
    "concat": Function((1, 20), _concat),
}
