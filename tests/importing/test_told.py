"""What people tell about columns becomes a mapping that says the same, whatever their headings and cells look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.importing.guessing import guess
from cases.importing.mapping import heading_key, parse
from cases.importing.targets import OWN_COLUMNS
from cases.importing.toml import Told, written

pytestmark = pytest.mark.nodb
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(heading_key)
TARGETS = st.sampled_from(["", "person.alias", "person.gender", "note", "case.opened_on", "external_id"])


@given(st.dictionaries(WORDS, TARGETS, min_size=1, max_size=6), WORDS, st.booleans())
def test_any_headings_come_back_as_they_were_told(columns, cell, alike):
    if len({heading_key(heading) for heading in columns}) < len(columns):
        return
    values = {heading: {cell: "Feminine"} for heading, to in columns.items() if to == "person.gender"}
    mapping = parse(written("ours", Told(columns, values, empty=["NA"], alike=alike)))
    found = {heading_key(column.heading): column for column in mapping.columns.values()}
    for heading, to in columns.items():
        assert found[heading_key(heading)].to == to
        if heading in values:
            assert found[heading_key(heading)].values == {cell.strip().casefold(): "Feminine"}
    assert mapping.identical_rows == ("keep" if alike else "refuse")


@pytest.mark.parametrize("own", OWN_COLUMNS)
def test_a_heading_of_our_own_may_mean_something_else(own):
    mapping = parse(written("ours", Told({own.upper(): "note"})))
    assert mapping.columns[own].to == "note"


@pytest.mark.parametrize(
    ("heading", "to"),
    [("prs_Gender", "person.gender"), ("DOB", "person.birth_date"), ("Known as", "person.alias"), ("Zebra", "")],
)
def test_a_guess_knows_the_standard_the_usual_and_our_own_words(heading, to):
    assert guess(heading, [("person.alias", "Known as")]) == to
