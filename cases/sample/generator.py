"""Invented people and what happened to them, one after the other: same seed, same people, little memory."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from cases.codelists.countries import region_of
from cases.codelists.ctdc import AGE_BANDS, MEANS
from cases.codelists.local import COARSE_MEANS
from cases.sample import figures, names, words

CONSENT_YEARS = 10
_EXTRA = (
    ("THA", "THA"),
    ("ETH", "SAU"),
    ("IND", "ARE"),
    ("NPL", "QAT"),
    ("SYR", "TUR"),
    ("KOR", "USA"),
    ("COL", "ESP"),
    ("BGD", "ARE"),
)
_BAND_ENDS = {code: following - 1 for (_first, code), (following, _code) in pairwise(AGE_BANDS)}
_FINE_MEANS = {name: sorted(codes - set(COARSE_MEANS)) for name, codes in MEANS.items()}


@dataclass(slots=True)
class Invented:
    """One invented case. `gender` is an HTCDS code; days are consistent with each other."""

    number: int
    gender: str
    given_name: str
    family_name: str
    legal_name: str
    language: str
    citizenship: str
    country: str
    opened_on: date
    birth_date: date | None
    age: int | None
    exploitation: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    sexual_types: list[str] = field(default_factory=list)
    means: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    months: int | None = None
    note: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    consent_until: date = date.max

    @property
    def external_id(self) -> str:
        """The invented register's own number."""
        return f"S{self.number:07d}"

    @property
    def region(self) -> str:
        """UN region of citizenship."""
        return region_of(self.citizenship)


def people(count: int, *, seed: int, until: date, start: int = 0) -> Iterator[Invented]:
    """`count` invented people from number `start` on; each depends on the seed and its own number only."""
    for number in range(start, start + count):
        yield invent(number, seed=seed, until=until)


def share(cases: int, organizations: int, number: int) -> int:
    """How many of the cases fall to the organization of that number (from 1)."""
    return cases // organizations + (number <= cases % organizations)


def invent(number: int, *, seed: int, until: date) -> Invented:
    """The person of that number; registered within the ten years before `until`."""
    dice = random.Random(f"casemgr:{seed}:{number}")  # noqa: S311 - reproducible on purpose
    origin, country = _corridor(dice)
    gender = _pick(dice, figures.GENDER)
    naming = names.BY_COUNTRY.get(origin, names.OTHER)
    given = dice.choice(naming.men if gender == "Man" else naming.women)
    family = dice.choice(naming.families)
    parts = (family, given) if naming.family_first else (given, family)
    opened = until - timedelta(days=int(dice.betavariate(1, 1.6) * 3650))
    age = _age(dice, gender)
    person = Invented(
        number=number,
        gender=_gender(dice, gender),
        given_name=given,
        family_name=family,
        legal_name=naming.between.join(parts),
        language=naming.language,
        citizenship=origin,
        country=country,
        opened_on=opened,
        birth_date=None if age is None else _birth_date(dice, opened, age),
        age=age,
        note=dice.choice(words.NOTES[naming.language]),
        place=dice.choice(words.PLACES),
        phone=f"+999555{dice.randrange(10_000_000):07d}",
        email=f"person{number}@example.org",
        consent_until=_years_later(opened, CONSENT_YEARS + 1),
    )
    _experience(dice, person, gender)
    return person


def _experience(dice: random.Random, person: Invented, gender: str) -> None:
    labour = dice.random() < figures.LABOUR[gender]
    sexual = dice.random() < figures.SEXUAL[labour]
    if labour:
        person.exploitation.append("ForcedLabour")
        person.sectors = [_pick(dice, figures.SECTORS)]
    if sexual:
        person.exploitation.append("SexualExploitation")
        person.sexual_types = [_pick(dice, figures.SEXUAL_TYPES)]
    if not person.exploitation:
        person.exploitation.append(_pick(dice, figures.OTHER_TYPES))
    for variable, (in_labour, in_sexual) in figures.MEANS.items():
        if dice.random() < (in_labour if labour else in_sexual):
            person.means += dice.sample(_FINE_MEANS[variable], 1)
    person.relations = [code for code, share in figures.RECRUITER.items() if dice.random() < share]
    if dice.random() < 0.6:
        person.methods = [_pick(dice, figures.METHODS)]
    if dice.random() < 0.5:
        person.months = int(dice.expovariate(1 / 14)) + 1


def _corridor(dice: random.Random) -> tuple[str, str]:
    if dice.random() < 0.1:
        return dice.choice(_EXTRA)
    origin, country, _people = dice.choices(figures.CORRIDORS, _CORRIDOR_WEIGHTS)[0]
    return origin, country


def _gender(dice: random.Random, gender: str) -> str:
    trans = ("TransgenderFeminine", "TransgenderMasculine", "NonConforming")
    return {"Woman": "Feminine", "Man": "Masculine"}.get(gender) or dice.choice(trans)


def _age(dice: random.Random, gender: str) -> int | None:
    band = _pick(dice, figures.AGE[gender])
    if not band:
        return None
    first = next(first for first, code in AGE_BANDS if code == band)
    return dice.randint(first, _BAND_ENDS.get(band, 70))


def _birth_date(dice: random.Random, opened: date, age: int) -> date:
    """A day that makes somebody of this age by the year: the year is what statistics count by."""
    return min(date(opened.year - age, 1, 1) + timedelta(days=dice.randrange(365)), opened)


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def _pick(dice: random.Random, weights: Mapping[str, float]) -> str:
    keys: Sequence[str] = list(weights)
    return dice.choices(keys, list(weights.values()))[0]


_CORRIDOR_WEIGHTS = [people for _origin, _country, people in figures.CORRIDORS]
