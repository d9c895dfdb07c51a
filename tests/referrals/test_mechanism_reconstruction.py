"""Reconstruction: for each withheld number, the range that everything told leaves open, by linear programmes.

The attacker knows all that is told, that parts add up, that nobody is negative, and all referrals of one organization
or of none. Gate: no withheld number is known, and none is narrowed to fewer than 5.
"""

import random

import numpy as np
import pytest

from referrals.mechanism import LEAST
from tests.referrals.linear_programme import Programme
from tests.referrals.test_mechanism_suppression import (
    BECAME,
    DIVIDES,
    ORGANIZATIONS,
    RINGS,
    cells,
    coded,
    count,
    owner,
    told_of,
)

__all__ = ["owner"]
NARROW = 5
COUNTRIES = range(16)


def country(seed):
    """The facts of one made-up quarter: three or four organizations that send each other unlike numbers."""
    rng = random.Random(seed)
    groups = [
        (*pair, rng.choice(["normal", "normal", "urgent"]), rng.choice(BECAME[:3]), rng.randrange(4),
         rng.choice(["legal_aid", "medical", "shelter"]), rng.choice(["Asia", "Africa"]), rng.choice(["km", "vi"]),
         rng.choice([1, 2, 4, 9, 16, 25]))
        for pair in RINGS[seed % 2] for _ in range(rng.randint(1, 5))
    ]  # fmt: skip
    return coded(groups)


def left(facts, cell):
    """How many of a number are left when the organization with most of them takes its own out."""
    return min(count(facts, without)[cell] for without in ORGANIZATIONS)


def primary_only(facts):
    """What would be told if numbers were withheld for being small, but none to cover another."""
    told, true = {}, count(facts)
    for cell in sorted(true, key=lambda c: ["offered", *DIVIDES].index(c[0])):
        part, above, _code = cell
        up = part == "offered" or any(c[0] == DIVIDES[part] and c[2] == above for c in told)
        if up and left(facts, cell) >= LEAST:
            told[cell] = true[cell]
    return told


def ranges(facts, told, insider):
    """For each withheld number: how wide the range of others' referrals in it is, by the attacker's equations."""
    every = cells(facts)
    others = {cell: told[cell] - count(facts)[cell] + count(facts, insider)[cell] for cell in told}
    hidden = [cell for cell in every if cell not in told]
    at = {cell: i for i, cell in enumerate(hidden)}
    equations, known = [], []
    for part, above in sorted({cell[:2] for cell in every if cell[0] != "offered"}):
        up = next(c for c in every if c[0] == DIVIDES[part] and c[2] == above)
        row, rest = np.zeros(len(hidden)), 0
        for cell, sign in [(up, -1), *((c, 1) for c in every if c[:2] == (part, above))]:
            if cell in told:
                rest -= sign * others[cell]
            else:
                row[at[cell]] = sign
        equations.append(row)
        known.append(rest)
    programme = Programme(equations, known)
    for cell in hidden:
        one = np.eye(len(hidden))[at[cell]]
        yield cell, -programme.smallest(-one) - programme.smallest(one)


def narrowed(facts, told):
    """The withheld numbers that somebody can narrow to fewer than 5, with how far."""
    return [
        (cell, width, insider)
        for insider in (None, *ORGANIZATIONS[:4])
        for cell, width in ranges(facts, told, insider)
        if width < NARROW
    ]


def test_no_withheld_number_is_narrowed_to_fewer_than_five(owner):
    tried = 0
    for seed in COUNTRIES:
        facts = country(seed)
        told = told_of(owner, facts)
        if told:
            assert narrowed(facts, told) == [], seed
            tried += len(cells(facts)) - len(told)
    assert tried > 150


def test_the_attack_sees_numbers_withheld_without_cover(owner):
    exact = [
        cell
        for seed in COUNTRIES
        for cell, width in ranges(country(seed), primary_only(country(seed)), None)
        if width == pytest.approx(0, abs=1e-6)
    ]
    assert len(exact) >= 5


@pytest.mark.nodb
def test_the_solver_finds_known_minima():
    one = Programme([[1, 1]], [4])
    assert (one.smallest([1, 0]), one.smallest([-1, 0])) == (0, -4)
    textbook = Programme([[1, 0, 1, 0, 0], [0, 2, 0, 1, 0], [3, 2, 0, 0, 1]], [4, 12, 18])
    assert textbook.smallest([-3, -5, 0, 0, 0]) == -36
    assert Programme([[1, 0, -1], [0, 1, 0]], [1, 2]).smallest([-1, 0, 0]) == -np.inf
    assert Programme([[1, -1], [2, -2]], [3, 6]).smallest([1, 1]) == 3
    with pytest.raises(ValueError, match="nothing"):
        Programme([[1, 1], [1, 1]], [3, 4])
