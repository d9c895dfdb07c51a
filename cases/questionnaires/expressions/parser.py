"""Read an expression into its tree: or, and, comparison, plus and minus, times, a minus before, and what stands alone.

As XPath has it, `and` binds closer than `or`, and comparisons of comparisons are read from the left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from .functions import FUNCTIONS
from .tokens import Token, cut
from .tree import DEPTH, Call, Expression, ExpressionError, Literal, Operation, Reference

_END = Token("end", "")
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_ZERO = Literal(Decimal(0))


def parse(source: str) -> Expression:
    """The tree of an expression. Errors: ExpressionError, which says what can't be read."""
    reader = _Reader(cut(source))
    found = reader.level(0)
    reader.expect(_END)
    return found


def names_in(expression: Expression) -> Iterator[str]:
    """The questions that an expression asks about; "." among them."""
    match expression:
        case Reference(name):
            yield name
        case Operation(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Call(_, given):
            for one in given:
                yield from names_in(one)


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at, self.depth = [*tokens, _END], 0, 0

    def level(self, number: int) -> Expression:
        if number == len(_LEVELS):
            return self._deeper(self._alone)
        found = self.level(number + 1)
        while (sign := self.next.said) in _LEVELS[number] and self.next.kind in ("sign", "word"):
            self.at += 1
            found = Operation(sign, found, self.level(number + 1))
            self._require_shallow(found)
        return found

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def expect(self, wanted: Token) -> None:
        if self.next != wanted:
            said = self.next.said
            raise ExpressionError(
                _("“%s” stands where it can't stand.") % said if said else _("It ends too early, or is empty.")
            )
        self.at += 1

    def _deeper(self, read: Callable[[], Expression]) -> Expression:
        self.depth += 1
        if self.depth > DEPTH:
            raise ExpressionError(_("It is nested too deeply."))
        found = read()
        self.depth -= 1
        return found

    def _require_shallow(self, found: Expression) -> None:
        """A long chain leans to the left: `a or b or c …` is as deep as it is long."""
        depth = 0
        while isinstance(found, Operation):
            found, depth = found.left, depth + 1
        if depth > 4 * DEPTH:
            raise ExpressionError(_("It is too long."))

    def _alone(self) -> Expression:
        token = self.next
        if token == Token("sign", "-"):
            self.at += 1
            return Operation("-", _ZERO, self._deeper(self._alone))
        if token == Token("sign", "("):
            return self._in_brackets()
        self.at += 1
        match token.kind:
            case "reference":
                return Reference(token.said)
            case "text":
                return Literal(token.said)
            case "number":
                return Literal(Decimal(token.said))
            case "word":
                return self._call(token.said)
        if token == Token("sign", "."):
            return Reference(".")
        self.at -= 1
        self.expect(Token("", ""))
        raise AssertionError("expect always refuses this")

    def _in_brackets(self) -> Expression:
        self.at += 1
        found = self.level(0)
        self.expect(Token("sign", ")"))
        return found

    def _call(self, name: str) -> Expression:
        if name not in FUNCTIONS:
            raise ExpressionError(_("“%s” isn't known here.") % name)
        self.expect(Token("sign", "("))
        given: list[Expression] = []
        if self.next != Token("sign", ")"):
            given.append(self.level(0))
            while self.next == Token("sign", ","):
                self.at += 1
                given.append(self.level(0))
        self.expect(Token("sign", ")"))
        fewest, most = FUNCTIONS[name].takes
        if not fewest <= len(given) <= most:
            raise ExpressionError(_("“%s” is given too much or too little.") % name)
        return Call(name, tuple(given))
