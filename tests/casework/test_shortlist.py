"""Looking at everybody at once misses nobody whom looking at each would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import names
from cases.shortlist import shortlist

pytestmark = pytest.mark.nodb
KNOWN = [
    "Amira Haddad",
    "Amina",
    "محمد",
    "Mohammed Ali",
    "Оксана",
    "Oksana B",
    "सुनीता",
    "X",
    "Kim",
    "김",
    "",
    "Al Haddad",
]
words = st.one_of(
    st.sampled_from(KNOWN), st.text("abimrh ", max_size=9), st.text("amirحمدокса김 ", max_size=7), st.text(max_size=6)
)


@given(words, st.lists(st.lists(words, max_size=2), max_size=6))
def test_nobody_who_is_close_is_missed(query, people):
    asked = names.prepare(query)
    crowd = [[names.prepare(name) for name in person] for person in people]
    close = {
        place
        for place, person in enumerate(crowd)
        if any(names.likeness(asked, name) >= names.CLOSE for name in person)
    }
    assert close <= shortlist(asked, crowd)


def test_it_is_short():
    crowd = [[names.prepare(name)] for name in KNOWN]
    found = {KNOWN[place] for place in shortlist(names.prepare("Amira"), crowd)}
    assert "Amira Haddad" in found and not found & {"محمد", "Оксана", "Kim", "X", "सुनीता"}
