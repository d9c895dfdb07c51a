"""Compare names in any script, forgiving typing errors: prepare each once, then score.

Forms of a name: NFKC and casefolded; in ASCII letters (`anyascii`), so that scripts meet; and the consonants of those,
since vowels differ most between spellings (Mohammed, Muhammad, محمد). Combining marks are never stripped: Brahmic
scripts would lose their vowels.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

CLOSE = 78.0  # of 100; one edit in a name of five letters scores 80
_LIKE, _VERY_LIKE = 60.0, 70.0  # of 100, in ASCII letters: what else must fit where only the consonants are the same
_LETTERS = 3  # fewer say too little to be compared by parts
_SOUNDS = (
    ("ph", "f"),
    ("kh", "h"),
    ("ck", "k"),
    ("sh", "s"),
    ("ch", "s"),
    ("zh", "z"),
    ("th", "t"),
    ("dh", "d"),
    ("x", "ks"),
)
_ALIKE = str.maketrans("cqvzj", "kkbss")


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name, and its words."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name in all its forms; the empty name matches nothing."""

    written: Form
    roman: Form
    consonants: Form


def prepare(text: str) -> Prepared:
    """All forms of a name."""
    written, roman = normalize(text), romanize(text)
    return Prepared(_form(written), _form(roman), _form(" ".join(map(_consonants, roman.split()))))


def normalize(text: str) -> str:
    """NFKC, casefolded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def romanize(text: str) -> str:
    """The text in ASCII letters, for comparing across scripts."""
    return " ".join(anyascii(text).casefold().split())


def digits(text: str) -> str:
    """Only the digits: phone numbers and case numbers are typed in many ways."""
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit() and unicodedata.category(c) == "Nd")


def score(query: str, name: str) -> float:
    """How well a name answers a query: CLOSE to 101, or less when it doesn't; the beginning of a word is enough."""
    return likeness(prepare(query), prepare(name))


def overlap(one: str, other: str) -> float:
    """How far the words of one stand in the other, in any order and script: 100 when all of either do."""
    return max(fuzz.token_set_ratio(romanize(one), romanize(other)), min(score(one, other), 100.0))


def likeness(query: Prepared, name: Prepared) -> float:
    """The same for prepared names: as written; else a little less in ASCII letters; else less by consonants."""
    best = _score(query.written, name.written)
    if best < CLOSE:
        best = max(best, _score(query.roman, name.roman) - 1)
    if best < CLOSE:
        best = max(best, _by_consonants(query, name))
    if best < CLOSE:
        return best
    return best + fuzz.ratio(query.roman.text, name.roman.text) / 100  # of two that fit, the nearer whole name


def _by_consonants(query: Prepared, name: Prepared) -> float:
    """Words whose consonants are the same and whose vowels differ little; long ones may differ by a consonant too."""
    asked, held = query.consonants.text, name.consonants.text
    best = fuzz.token_sort_ratio(asked, held) - 6 if len(asked) >= _LETTERS <= len(held) else 0.0
    if len(query.roman.words) == 1:
        for word, bare in zip(name.roman.words, name.consonants.words, strict=False):
            if bare == asked and fuzz.ratio(query.roman.text, word) >= (_LIKE if len(bare) > 1 else _VERY_LIKE):
                return max(best, CLOSE + 1)
    return best


def _form(text: str) -> Form:
    return Form(text, tuple(text.split()))


def _consonants(word: str) -> str:
    """Without vowels after the first letter, sounds written in several ways made one, doubles single."""
    for pair, one in _SOUNDS:
        word = word.replace(pair, one)
    word = re.sub(r"[^a-z0-9]", "", word).translate(_ALIKE)
    return re.sub(r"[aeiouyhw]", "", re.sub(r"(.)\1+", r"\1", word)) or word[:1]


def _score(query: Form, name: Form) -> float:
    if not query.text or not name.text:
        return 0.0
    if query.text in name.text and (name.text.startswith(query.text) or f" {query.text}" in name.text):
        return 100.0
    best = fuzz.ratio(query.text, name.text, score_cutoff=CLOSE)
    if len(query.words) > 1 or len(name.words) > 1:
        best = max(best, fuzz.token_sort_ratio(query.text, name.text, score_cutoff=CLOSE))
    if len(query.text) >= _LETTERS:
        for word in name.words:
            best = max(best, fuzz.ratio(query.text, word, score_cutoff=CLOSE))
    return best
