from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.encryption import cipher
from casemgr.encryption.cipher import Key
from casemgr.encryption.errors import Tampered

pytestmark = pytest.mark.nodb
KEY = Key(uuid4(), bytes(range(32)))
PK = uuid4()
PLACE = {"table": "cases_person", "column": "alias", "pk": PK}


@given(st.binary(max_size=300))
def test_it_opens_what_it_sealed_and_adds_45_bytes(plaintext):
    sealed = cipher.seal(plaintext, key=KEY, **PLACE)
    assert cipher.open_(sealed, key=KEY, **PLACE) == plaintext
    assert len(sealed) == len(plaintext) + 45
    assert cipher.key_id(sealed) == KEY.id.bytes


@pytest.mark.parametrize(
    "moved",
    [{"pk": uuid4()}, {"column": "name"}, {"table": "cases_note"}, {"table": "cases_persona", "column": "x"}],
)
def test_a_ciphertext_in_another_place_fails(moved):
    sealed = cipher.seal(b"Nadia", key=KEY, **PLACE)
    with pytest.raises(Tampered) as failure:
        cipher.open_(sealed, key=KEY, **PLACE | moved)
    assert "Nadia" not in repr(failure.value) + str(failure.value)


@given(st.data())
def test_any_flipped_bit_fails(data):
    sealed = bytearray(cipher.seal(b"Nadia", key=KEY, **PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        cipher.open_(bytes(sealed), key=KEY, **PLACE)


@given(st.integers(0, 49))
def test_any_truncation_fails(length):
    sealed = cipher.seal(b"Nadia", key=KEY, **PLACE)
    with pytest.raises(Tampered):
        cipher.open_(sealed[:length], key=KEY, **PLACE)


def test_another_key_fails_even_with_the_same_id():
    sealed = cipher.seal(b"Nadia", key=KEY, **PLACE)
    for other in (Key(KEY.id, bytes(32)), Key(uuid4(), KEY.secret)):
        with pytest.raises(Tampered):
            cipher.open_(sealed, key=other, **PLACE)


def test_nonces_do_not_repeat():
    nonces = {cipher.seal(b"", key=KEY, **PLACE)[17:29] for _ in range(50_000)}
    assert len(nonces) == 50_000


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_places_are_told_apart(table, column, other_table, other_column):
    same = (table, column) == (other_table, other_column)
    one, two = cipher._place(table, column, PK), cipher._place(other_table, other_column, PK)
    assert (one == two) is same


def test_a_key_shows_and_pickles_nothing():
    import pickle

    assert KEY.secret.hex() not in repr(KEY) and repr(KEY.secret) not in repr(KEY)
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
