"""Work an expression out over answers."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, DecimalException

from django.utils.translation import gettext as _

from .functions import FUNCTIONS
from .tree import Call, Expression, ExpressionError, Literal, Operation, Reference
from .values import MOST, Value, as_number, as_text, as_truth, day_of, number_of

_ORDER: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RECKON = Context(prec=34)


@dataclass(frozen=True)
class Scope:
    """What an expression may know: answers by name ("." is the one being given), and what day it is."""

    answers: Mapping[str, Value]
    today: datetime.date = field(default_factory=datetime.date.today)


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Its value. Errors: ExpressionError, nothing else."""
    match expression:
        case Literal(value):
            return value
        case Reference(name):
            return scope.answers.get(name)
        case Operation(sign, left, right):
            return _operation(sign, left, right, scope)
        case Call(name, given):
            return _call(name, given, scope)


def is_true(expression: Expression, scope: Scope) -> bool:
    """Whether it holds. Errors: ExpressionError."""
    return as_truth(evaluate(expression, scope))


def _operation(sign: str, left: Expression, right: Expression, scope: Scope) -> Value:
    first = evaluate(left, scope)
    if sign in ("and", "or"):
        decided = as_truth(first) == (sign == "or")
        return as_truth(first) if decided else as_truth(evaluate(right, scope))
    second = evaluate(right, scope)
    if sign in ("=", "!="):
        return _equal(first, second) == (sign == "=")
    return _ordered(sign, first, second) if sign in _ORDER else _reckoned(sign, first, second)


def _equal(first: Value, second: Value) -> bool:
    if isinstance(first, bool) or isinstance(second, bool):
        return as_truth(first) == as_truth(second)
    if isinstance(first, Decimal) or isinstance(second, Decimal):
        numbers = [one if isinstance(one, Decimal) else number_of(as_text(one)) for one in (first, second)]
        return numbers[0] is not None and numbers[0] == numbers[1]
    return as_text(first) == as_text(second)


def _ordered(sign: str, first: Value, second: Value) -> bool:
    if first in (None, "", ()) or second in (None, "", ()):
        return False
    if isinstance(first, datetime.date) or isinstance(second, datetime.date):
        days = [one if isinstance(one, datetime.date) else day_of(as_text(one)) for one in (first, second)]
        if None in days:
            raise ExpressionError(_("It compares a date with something that is none."))
        return _ORDER[sign](*days)
    return _ORDER[sign](as_number(first), as_number(second))


def _reckoned(sign: str, first: Value, second: Value) -> Value:
    left, right = as_number(first), as_number(second)
    if left is None or right is None:
        return None
    if sign in ("div", "mod") and not right:
        return None
    days = isinstance(first, datetime.date) and not isinstance(second, datetime.date) and sign in "+-"
    try:
        reckoned = _RECKONING[sign](left, right)
        if abs(reckoned) >= MOST:
            raise ExpressionError(_("It reckons with too large a number."))
        return datetime.date.fromordinal(int(reckoned)) if days else reckoned
    except (DecimalException, OverflowError, ValueError) as error:
        raise ExpressionError(_("It reckons with too large a number.")) from error


_RECKONING: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _RECKON.add,
    "-": _RECKON.subtract,
    "*": _RECKON.multiply,
    "div": _RECKON.divide,
    "mod": _RECKON.remainder,
}


def _call(name: str, given: tuple[Expression, ...], scope: Scope) -> Value:
    if name == "if":
        return evaluate(given[1] if as_truth(evaluate(given[0], scope)) else given[2], scope)
    if name == "coalesce":
        first = evaluate(given[0], scope)
        return first if first not in (None, "", ()) else evaluate(given[1], scope)
    try:
        return FUNCTIONS[name].make(scope.today, *(evaluate(one, scope) for one in given))
    except (DecimalException, OverflowError) as error:
        raise ExpressionError(_("It reckons with too large a number.")) from error
