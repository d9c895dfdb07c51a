"""No number that is withheld can be computed from those that are told, by anybody who knows all of their own."""

from collections import Counter
from itertools import permutations

import numpy as np
import psycopg
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.mechanism import LEAST, Figures, together
from tests import cluster

DIVIDES = {"urgency": "offered", "outcome": "offered", "acknowledged": "offered", "waitlisted": "offered",
           "progress": "outcome", "unmet": "outcome", "refused": "outcome", "service": "outcome",
           "region": "service", "language": "service"}  # fmt: skip
SORTS = {"urgency": 3, "outcome": 6, "acknowledged": 2, "waitlisted": 2, "progress": 4, "unmet": 4, "refused": 3}
BECAME = ("accepted", "unmet", "refused", "withdrawn", "revoked", "waiting")
ORGANIZATIONS = [f"00000000-0000-0000-0000-00000000000{n}" for n in range(5)]


@pytest.fixture(scope="module")
def owner(django_db_setup, django_db_blocker):
    """A login that may call what the app's may not."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(f"postgresql://postgres@/{name}?host={cluster.folder()}/pg/socket") as one:
        yield one


PAIRS = list(permutations(ORGANIZATIONS, 2))
RINGS = [list(permutations(ORGANIZATIONS[:size], 2)) for size in (3, 4)]
SAID = st.tuples(
    st.sampled_from(["normal", "urgent"]), st.sampled_from(BECAME), st.integers(0, 3),
    st.sampled_from(["legal_aid", "medical", "shelter"]), st.sampled_from(["Asia", "Africa"]),
    st.sampled_from(["km", "vi", "ar"]), st.integers(1, 12),
)  # fmt: skip


@st.composite
def referrals(draw):
    """Groups of like referrals: between two organizations, or round several, so that something is told."""
    among = st.one_of(st.sampled_from(PAIRS).map(lambda pair: [pair]), st.sampled_from(RINGS), st.sampled_from(RINGS))
    drawn = draw(st.lists(st.tuples(among, SAID), min_size=1, max_size=10))
    return [(*pair, *said) for pairs, said in drawn for pair in pairs]


def coded(groups):
    """The facts of groups, as the database makes them of referrals."""
    facts = []
    for sender, receiver, urgency, became, why, service, region, language, number in groups:
        seen, waited = ("yes" if why > least else "no" for least in (0, 1))
        cells = [("offered", "", "all"), ("urgency", "all", urgency), ("outcome", "all", became)]
        cells += [("acknowledged", "all", seen), ("waitlisted", "all", waited)]
        part = {"accepted": "progress", "unmet": "unmet", "refused": "refused"}.get(became)
        cells += [(part, became, f"why {why % SORTS[part]}")] if part else []
        if became == "unmet":
            cells += [("service", "unmet", service), ("region", service, region), ("language", service, language)]
        facts += [(*cell, sender, receiver) for cell in cells for _ in range(number)]
    return facts


def told_of(owner, facts):
    """What the database tells of these facts."""
    rows = owner.execute(
        "SELECT sort, within, key, number FROM app.mechanism_figures(ARRAY(SELECT ROW(f.a, f.b, f.c, f.d, f.e)"
        "::app.mechanism_fact FROM unnest(%s::text[], %s::text[], %s::text[], %s::uuid[], %s::uuid[])"
        " AS f (a, b, c, d, e)), %s)",
        [*([list(column) for column in zip(*facts, strict=True)] or [[]] * 5), LEAST],
    )
    return {(part, above, code): number for part, above, code, number in rows.fetchall()}


def count(facts, without=None):
    """The true number of every cell, less those of one organization."""
    return Counter(tuple(fact[:3]) for fact in facts if without not in fact[3:])


def cells(facts):
    """Every cell that could be: those that are, and for each divided number the others of its list."""
    known = set(count(facts))
    for part, above in {cell[:2] for cell in known if cell[0] != "offered"}:
        here = [cell for cell in known if cell[:2] == (part, above)]
        known |= {(part, above, f"other {n}") for n in range(SORTS.get(part, len(here) + 2) - len(here))}
    return sorted(known)


def determined(every, told):
    """The withheld cells that follow from what is told: those in the span of the equations between cells."""
    at = {cell: index for index, cell in enumerate(every)}
    equations = [np.eye(len(every))[at[cell]] for cell in told]
    for part, above in {cell[:2] for cell in every if cell[0] != "offered"}:
        up = next(c for c in every if c[0] == DIVIDES[part] and c[2] == above)
        row = np.zeros(len(every))
        row[[at[cell] for cell in every if cell[:2] == (part, above)]] = 1
        row[at[up]] = -1
        equations.append(row)
    rank = np.linalg.matrix_rank(np.array(equations))
    return [
        cell
        for cell in every
        if cell not in told and np.linalg.matrix_rank(np.array([*equations, np.eye(len(every))[at[cell]]])) == rank
    ]


@settings(max_examples=60, deadline=None)
@given(groups=referrals())
def test_what_is_withheld_does_not_follow_from_what_is_told(owner, groups):
    facts = coded(groups)
    told = told_of(owner, facts)
    assert not told or determined(cells(facts), set(told)) == []


@settings(max_examples=60, deadline=None)
@given(groups=referrals())
def test_whoever_takes_their_own_out_is_left_with_enough(owner, groups):
    """Of every number that is told, and of every rest: a divided number less all the parts of it that are told."""
    facts = coded(groups)
    told = told_of(owner, facts)
    true = count(facts)
    assert all(true[cell] == number for cell, number in told.items())
    rests = {}
    for part, above, code in true:
        if part != "offered" and (DIVIDES[part], above) in {(p, c) for p, _a, c in told}:
            rests.setdefault((part, above), []).append((part, above, code))
    for without in ORGANIZATIONS:
        others = count(facts, without)
        assert all(others[cell] >= LEAST for cell in told)
        for parts in rests.values():
            hidden = [cell for cell in parts if cell not in told]
            if len(hidden) < len(parts) and (hidden or len(parts) < SORTS.get(parts[0][0], 99)):
                assert sum(others[cell] for cell in hidden) >= LEAST


@settings(max_examples=40, deadline=None)
@given(groups=referrals())
def test_nothing_below_a_withheld_number_is_told(owner, groups):
    told = told_of(owner, coded(groups))
    up = {(part, code) for part, _above, code in told}
    assert all(part == "offered" or (DIVIDES[part], above) in up for part, above, _code in told)


def test_large_numbers_are_told_whole_and_a_small_one_takes_another_along(owner):
    three = RINGS[0]
    like = [(a, b, "normal", "unmet", 0, service, "Asia", "km", number) for a, b in three
            for service, number in (("legal_aid", 20), ("medical", 10), ("shelter", 1))]  # fmt: skip
    like += [(*pair, "normal", became, 0, "", "", "", 10) for pair in three for became in ("accepted", "withdrawn")]
    told = told_of(owner, coded(like))
    assert told["offered", "", "all"] == 306
    assert told["service", "unmet", "legal_aid"] == 120
    assert ("service", "unmet", "shelter") not in told
    assert ("service", "unmet", "medical") not in told  # else the small one were the rest
    assert ("region", "medical", "Asia") not in told


def test_a_withheld_number_is_not_divided(owner):
    like = [(*pair, "normal", "unmet", 0, service, "Asia", "km", 20) for pair in RINGS[0]
            for service in ("legal_aid", "medical", "shelter")]  # fmt: skip
    assert told_of(owner, coded(like)) == {("offered", "", "all"): 360}  # all are unmet, which is withheld


def test_two_organizations_alone_are_told_nothing(owner):
    assert told_of(owner, coded([(*ORGANIZATIONS[:2], "normal", "accepted", 0, "", "", "", 500)])) == {}


def test_a_year_tells_only_what_each_of_its_quarters_tells():
    cell, other = ("outcome", "all", "unmet"), ("outcome", "all", "accepted")
    whole = {("offered", "", "all"): 40, cell: 20, ("answer_half", "", "normal"): 24}
    year = together([Figures(whole | {other: 20})] * 3 + [Figures(whole)])
    assert year.numbers == {("offered", "", "all"): 160, cell: 80}
