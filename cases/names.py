"""Compare names in any script, forgiving typing errors: normalize, then score.

Normalization is NFKC and casefold. A second form (`anyascii`) lets different scripts meet. Combining marks are never
stripped: Brahmic scripts would lose their vowels.
"""

import unicodedata

from anyascii import anyascii
from rapidfuzz import fuzz

CLOSE = 78.0  # of 100; one edit in a name of five letters scores 80


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
    """How well a name answers a query, 0 to 100; a prefix of a word counts as a full match."""
    best = _score(normalize(query), normalize(name))
    if best < CLOSE:
        best = max(best, _score(romanize(query), romanize(name)) - 1)
    return best


def _score(query: str, name: str) -> float:
    if not query or not name:
        return 0.0
    if any(word.startswith(query) for word in name.split()) or name.startswith(query):
        return 100.0
    return max(fuzz.ratio(query, name), fuzz.token_sort_ratio(query, name), _best_word(query, name))


def _best_word(query: str, name: str) -> float:
    return max(fuzz.ratio(query, word) for word in name.split()) if len(query) >= 3 else 0.0
