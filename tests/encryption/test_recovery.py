"""The recovery key on paper: any k of n pages open, a slip is found in its row, and pages of two sets don't mix."""

import itertools
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.encryption import recovery, root, share_text
from casemgr.encryption.errors import ShareRefused

pytestmark = pytest.mark.nodb

sizes = st.integers(2, 16).flatmap(lambda n: st.tuples(st.integers(2, n), st.just(n)))
roots = st.binary(min_size=32, max_size=32)


def pages(secret, threshold, count, version=1):
    made = recovery.split(
        secret, fingerprint=root.fingerprint(secret), root_version=version, threshold=threshold, count=count
    )
    return [share_text.rows(share) for share in made]


def gather(secret, *lines, version=1):
    gathering = recovery.Gathering(version, root.fingerprint(secret))
    for line in lines:
        gathering.add(line)
    return gathering


@given(secret=roots, size=sizes, version=st.integers(1, 255), data=st.data())
def test_any_k_of_n_in_any_order_open_it(secret, size, version, data):
    some = data.draw(st.permutations(pages(secret, *size, version)))[: size[0]]
    whole = gather(secret, *("".join(rows) for rows in some), version=version)
    by_row = gather(secret, *(row for rows in some for row in rows), version=version)
    assert whole.complete and by_row.complete and whole.secret() == by_row.secret() == secret


@given(secret=roots, size=sizes, data=st.data())
def test_one_too_few_opens_nothing(secret, size, data):
    some = data.draw(st.permutations(pages(secret, *size)))[: size[0]]
    unfinished = [row for rows in some for row in rows][:-1]
    gathering = gather(secret, *unfinished)
    assert not gathering.complete
    with pytest.raises(ShareRefused, match="Too few"):
        gathering.secret()
    with pytest.raises(ShareRefused, match=f"{size[0] - 1}|came whole"):
        gather(secret, *unfinished[:-3]).secret()


@given(secret=roots, place=st.integers(0, 79), letter=st.integers(1, 31))
def test_a_changed_character_is_named_by_its_row_and_can_be_typed_again(secret, place, letter):
    rows = [row.replace("-", "") for row in pages(secret, 2, 3)[0]]
    at, column = divmod(place, 20)
    alphabet = share_text._ALPHABET
    other = alphabet[(alphabet.index(rows[at][column]) + letter) % 32]
    wrong = rows[at][:column] + other + rows[at][column + 1 :]
    gathering = gather(secret, *rows[:at])
    with pytest.raises(ShareRefused, match=f"Row {at + 1} of the share is mistyped"):
        gathering.add(wrong)
    for row in rows[at:]:
        gathering.add(row)
    assert len(gathering.shares) == 1
    gathering = gather(secret)
    with pytest.raises(ShareRefused, match=f"Row {at + 1} "):
        gathering.add("".join([*rows[:at], wrong, *rows[at + 1 :]]))
    assert gathering.row == 1


@given(secret=roots, choices=st.lists(st.integers(0, 4), min_size=1))
def test_as_people_type(secret, choices):
    choice = itertools.cycle(choices)
    typed = []
    for rows in pages(secret, 2, 2):
        text = "-".join(rows).lower()
        for printed, likes in (("0", "0oO"), ("1", "1iIlL"), ("-", "- —–")):
            text = "".join(likes[next(choice) % len(likes)] if letter == printed else letter for letter in text)
        typed.append(f"  {text}\n")
    assert gather(secret, *typed).secret() == secret


@given(first=roots, size=sizes, same=st.booleans())
def test_two_splits_do_not_mix(first, size, same):
    second = first if same else secrets.token_bytes(32)
    one, other = pages(first, *size)[0], pages(second, *size)[1]
    gathering = gather(first, *one)
    with pytest.raises(ShareRefused, match=r"another (occasion|root key)"):
        gathering.add(other[0])
    assert len(gathering.shares) == 1


def test_rows_of_two_shares_do_not_mix():
    secret = secrets.token_bytes(32)
    one, other, _third = pages(secret, 2, 3)
    gathering = gather(secret, one[0])
    for row in (other[1], one[0], one[2]):
        with pytest.raises(ShareRefused, match="Row 2"):
            gathering.add(row)


def test_a_share_twice_and_a_share_of_another_root_version_are_refused():
    secret = secrets.token_bytes(32)
    one, _other = pages(secret, 2, 2)
    with pytest.raises(ShareRefused, match="Share 1 is here already"):
        gather(secret, *one, one[0])
    with pytest.raises(ShareRefused, match="another root key"):
        gather(secret, one[0], version=2)


@pytest.mark.parametrize(("line", "why"), [("U" * 20, "no share has"), ("A" * 19, "19 characters"), ("", "0 char")])
def test_what_is_no_row_is_refused(line, why):
    with pytest.raises(ShareRefused, match=why):
        gather(bytes(32), line)


@pytest.mark.parametrize("size", [(1, 3), (4, 3), (2, 17), (0, 0), (-1, 5)])
def test_sizes_that_make_no_sense_are_refused(size):
    with pytest.raises(ShareRefused, match="2 at least"):
        pages(bytes(32), *size)


def test_no_page_tells_the_secret():
    secret = secrets.token_bytes(32)
    for share in recovery.split(secret, fingerprint=root.fingerprint(secret), root_version=1, threshold=2, count=16):
        assert secret[:4] not in share.body and share.number != 0
