"""Who may be the same person: all names of an organization against each other, in memory.

Likeness of names is Jaro-Winkler's (Winkler 1990), over ASCII letters and whatever the order of the words. A name of
one word says little: there another fact must fit too. Different gender, or years of birth more than one apart, speak
against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

ALIKE = 0.93  # Jaro-Winkler of two names, 0 to 1
SAME_PHONE = 99  # score of two people with one number
PHONE_DIGITS = 7
_BLOCK = 500  # names against all others at a time: 500 × 20,000 floats are 40 MB


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared of one case; "" and None are not known."""

    case_id: UUID
    number: int
    person_id: UUID
    names: tuple[str, ...]  # ASCII letters, words in alphabetical order
    phone: str
    birth_year: int | None
    gender: str
    citizenship: str


def pairs(people: Sequence[Compared]) -> dict[tuple[UUID, UUID], int]:
    """The pairs of cases (older number first) that may be about one person, with a score from 93 to 100."""
    found: dict[tuple[UUID, UUID], int] = {}
    for one, two, score in (*_by_phone(people), *_by_name(people)):
        if one.person_id == two.person_id or _contradict(one, two):
            continue
        older, newer = sorted((one, two), key=lambda case: case.number)
        key = (older.case_id, newer.case_id)
        found[key] = max(score, found.get(key, 0))
    return found


def _by_phone(people: Sequence[Compared]) -> Iterator[tuple[Compared, Compared, int]]:
    by_number: dict[str, list[Compared]] = {}
    for person in people:
        if len(person.phone) >= PHONE_DIGITS:
            by_number.setdefault(person.phone, []).append(person)
    for some in by_number.values():
        yield from ((one, two, SAME_PHONE) for one, two in combinations(some, 2))


def _by_name(people: Sequence[Compared]) -> Iterator[tuple[Compared, Compared, int]]:
    named = [(person, name) for person in people for name in person.names if name]
    names = [name for _person, name in named]
    for start in range(0, len(names), _BLOCK):
        block = cdist(
            names[start : start + _BLOCK],
            names[start:],
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=ALIKE,
            dtype=np.float32,
        )
        for row, column in zip(*np.nonzero(block), strict=True):
            if column <= row:
                continue
            (one, first), (two, second) = named[start + row], named[start + column]
            if _says_enough(first, second) or _fit_otherwise(one, two):
                yield one, two, round(100 * float(block[row, column]))


def _says_enough(first: str, second: str) -> bool:
    return " " in first and " " in second


def _fit_otherwise(one: Compared, two: Compared) -> bool:
    same_year = one.birth_year is not None and one.birth_year == two.birth_year
    return same_year and bool(one.citizenship) and one.citizenship == two.citizenship


def _contradict(one: Compared, two: Compared) -> bool:
    if one.gender and two.gender and one.gender != two.gender:
        return True
    return one.birth_year is not None and two.birth_year is not None and abs(one.birth_year - two.birth_year) > 1
