"""Expressions are worked out as XLSForm has it, and raise nothing but their own error."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.questionnaires.expressions import ExpressionError, Scope, evaluate, names_in, parse
from cases.questionnaires.expressions.values import number_of

pytestmark = pytest.mark.nodb
DAY = datetime.date(2026, 3, 4)
KNOWN = {
    "age": Decimal(17),
    "name": "x",
    "wants": ("bed", "papers"),
    "born": datetime.date(2009, 3, 4),
    "code": "3",
    ".": Decimal(5),
}
WORDS = (
    "${age} ${none} ${wants} ${born} ${name} . and or not( selected( if( coalesce( round( int( today() count-selected( "
    "'bed' '2026-01-01' 'x' 1 0 2.5 999999999999999 + - * div mod = != < <= > >= ( ) , true() concat( string( date("
).split()


def worked_out(source, **known):
    return evaluate(parse(source), Scope(KNOWN | known, DAY))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("${age} >= 18", False),
        ("${age} + 2 * 3 - 1", Decimal(22)),
        ("-${age} + 20", Decimal(3)),
        ("${code} = 3 and ${code} < 10", True),
        ("selected(${wants}, 'bed') and not(selected(${wants}, 'food'))", True),
        ("selected(${wants}, 'be')", False),
        ("count-selected(${wants})", Decimal(2)),
        (". > 0 and . < 10", True),
        ("${none} = '' and ${none} != 'x'", True),
        ("${none} > 3 or ${none} < 3 or ${none} + 1 > 0", False),
        ("if(${age} < 18, 'child', 'adult')", "child"),
        ("coalesce(${none}, ${name})", "x"),
        ("${born} <= '2009-03-04'", True),
        ("today() - ${born} > 365 * 17", True),
        ("1 div 0", None),
        ("false() or true()", True),
        ("1 = 1 or ${name} + 1 = 2", True),
        ("round(10 div 3, 2)", Decimal("3.33")),
        ("1 or 0 and 0", True),
        ("string-length(concat(${name}, 'yz')) mod 2", Decimal(1)),
    ],
)
def test_it_is_worked_out(source, value):
    assert worked_out(source) == value


@pytest.mark.parametrize(
    "source",
    ["", "1 +", "(1", "1)", "foo(1)", "selected(1)", "${a", "3 3", "'a", "__import__('os')", "a.b", "x[1]", "1 ; 2"],
)
def test_what_cant_be_read_is_refused(source):
    with pytest.raises(ExpressionError):
        parse(source)


@pytest.mark.parametrize(
    "source", ["${name} + 1", "${born} < 'tomorrow'", "date('x')", "round(1, 99)", "9" * 15 + "*9" * 30]
)
def test_what_cant_be_worked_out_is_refused_in_words(source):
    with pytest.raises(ExpressionError, match=r"\w+ \w+"):
        worked_out(source)


@pytest.mark.parametrize(
    "source", ["(" * 200 + "1" + ")" * 200, "1" + "+1" * 300, "not(" * 60 + "1" + ")" * 60, "-" * 99 + "1"]
)
def test_it_is_bounded(source):
    with pytest.raises(ExpressionError):
        parse(source)


def test_it_says_which_answers_it_asks_about():
    assert list(names_in(parse("${age} > 1 and if(selected(${wants}, 'x'), ., -${b})"))) == ["age", "wants", ".", "b"]


@settings(deadline=None)  # a busy machine
@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_it_raises_nothing_but_its_own_error(source):
    try:
        value = worked_out(source)
    except ExpressionError:
        return
    assert value is None or isinstance(value, str | Decimal | bool | datetime.date | tuple)


@pytest.mark.parametrize(
    "text", ["1E9", "1e-999999999", "1E-999999", "9" * 16, "0." + "1" * 11, ".5", "5.", "NaN", "1_0", "٥"]
)
def test_a_number_is_plain_digits_of_reasonable_length(text):
    """Written out, a number with an exponent could fill the memory."""
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["0", "-5", "+5", "12.50", " 7 ", "9" * 15 + ".1234567890"])
def test_plain_digits_are_a_number(text):
    assert number_of(text) == Decimal(text.strip())
