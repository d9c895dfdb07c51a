"""Any k of n shares give the secret back; k − 1 of them are as good as none."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.encryption.shares import _inverse, _times, combine, split

pytestmark = pytest.mark.nodb


@given(secret=st.binary(min_size=1, max_size=40), data=st.data())
def test_any_k_of_n_give_it_back(secret, data):
    count = data.draw(st.integers(2, 12))
    threshold = data.draw(st.integers(2, count))
    made = split(secret, threshold=threshold, count=count)
    some = data.draw(st.permutations(made))
    assert combine(some[:threshold]) == secret
    assert combine(some) == secret


def test_every_secret_is_possible_with_one_share_too_few():
    """With k − 1 shares fixed, each value of the missing one gives another secret: nothing was ruled out."""
    first, second, third = split(b"\x2a", threshold=3, count=3)
    secrets = {combine([first, second, bytes([third[0], value])]) for value in range(256)}
    assert len(secrets) == 256


def test_one_share_alone_is_evenly_spread():
    seen = Counter(split(b"\x00", threshold=2, count=2)[0][1] for _time in range(5120))
    assert len(seen) > 250 and max(seen.values()) < 60


def test_the_field_is_that_of_aes():
    assert _times(0x53, 0xCA) == 1  # FIPS 197's example
    assert _times(0x57, 0x83) == 0xC1
    assert all(_times(a, _inverse(a)) == 1 for a in range(1, 256))


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 256), (0, 0)])
def test_numbers_that_make_no_sense_are_refused(threshold, count):
    with pytest.raises(ValueError, match="Two at least"):
        split(b"secret", threshold=threshold, count=count)


def test_shares_that_do_not_belong_together_are_refused():
    made = split(b"secret", threshold=2, count=3)
    for wrong in ([], [b""], [made[0], made[0]], [made[0], made[1][:-1]], [b"\x00" + made[0][1:], made[1]]):
        with pytest.raises(ValueError, match="different shares"):
            combine(wrong)


def test_every_subset_of_five():
    made = split(bytes(range(32)), threshold=3, count=5)
    assert {combine(some) for some in itertools.combinations(made, 3)} == {bytes(range(32))}
