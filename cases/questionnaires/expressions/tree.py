"""What an expression is made of, once it was read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

LENGTH = 2_000
TOKENS = 400
DEPTH = 30


class ExpressionError(Exception):
    """It can't be read or worked out. The message is in words, translated, and holds no answer."""


@dataclass(frozen=True)
class Literal:
    """Text in quotation marks, or a number."""

    value: str | Decimal


@dataclass(frozen=True)
class Reference:
    """`${name}`: the answer to another question. The dot is the reference to "."."""

    name: str


@dataclass(frozen=True)
class Operation:
    """Two sides with a sign or word between; a minus before a number has a zero on its left."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Call:
    """A function with what it is given."""

    name: str
    given: tuple[Expression, ...]


Expression = Literal | Reference | Operation | Call
