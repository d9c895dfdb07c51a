"""Code and passcode: what somebody typed is read as it was meant, and only both together open anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.encryption import slips
from tests.carried.conftest import wrong

pytestmark = pytest.mark.nodb
BOUND = b"a place"


def test_a_code_has_a_hundred_bits_and_a_passcode_eight_digits():
    codes = {slips.new_code() for _ in range(200)}
    assert len(codes) == 200 and all(len(code.replace("-", "")) == 20 for code in codes)
    assert set("".join(codes)) - {"-"} == set(slips._ALPHABET), "every letter comes up"
    assert all(slips.new_passcode().replace(" ", "").isdigit() for _ in range(20))
    assert len(slips.new_passcode()) == 9


@pytest.mark.parametrize(
    "typed",
    ["ABCD-EFGH-JK01-MNPQ-RSTV", "abcdefghjkolmnpqrstv", " abcd efgh jkOI mnpq rstv ", "ＡＢＣＤ-EFGH-JK01-MNPQ-RSTV"],
)
def test_however_it_is_typed_it_is_the_same(typed):
    assert slips.turn(typed, "1234 5678") == slips.turn("ABCD-EFGH-JK01-MNPQ-RSTV", "12345678")


@pytest.mark.parametrize("digits", ["١٢٣٤ ٥٦٧٨", "۱۲۳۴۵۶۷۸", "१२३४-५६७८", "１２３４５６７８"])
def test_digits_of_other_scripts_are_digits(digits):
    assert slips.turn("A", digits) == slips.turn("A", "12345678")


def test_code_and_passcode_are_both_needed():
    code, passcode = slips.new_code(), slips.new_passcode()
    turned = slips.turn(code, passcode)
    sealed = slips.seal({"a": ["ß"]}, turned.key, bound=BOUND)
    assert slips.open_(sealed, turned.key, bound=BOUND) == {"a": ["ß"]}
    for key in (
        slips.turn(code, wrong(passcode)).key,
        slips.turn(slips.new_code(), passcode).key,
        slips.turn("", "").key,
    ):
        assert slips.open_(sealed, key, bound=BOUND) is None
    assert slips.open_(sealed, turned.key, bound=b"another place") is None
    assert "ß" not in sealed and slips.turn(code, wrong(passcode)).finder == turned.finder


@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(code, passcode):
    turned = slips.turn(code, passcode)
    assert len(turned.finder) == 64 and len(turned.key) == 32


def test_in_earnest_a_guess_costs_what_is_promised(monkeypatch):
    monkeypatch.undo()
    assert slips.COST.passes >= 3 and slips.COST.mebibytes >= 64
