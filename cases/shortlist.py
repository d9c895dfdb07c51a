"""Who may answer a search, found for everybody at once: `names.likeness` then looks only at those.

The list may hold too many but never misses anybody who is CLOSE; a property test holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from .names import CLOSE, Form, Prepared

_MARGIN = 0.5  # scores come back as 32-bit floats
_BY_CONSONANTS = CLOSE + 6  # what is taken off there


def shortlist(query: Prepared, people: Sequence[Sequence[Prepared]]) -> set[int]:
    """Positions of the people one of whose names may be CLOSE to the query."""
    names = [name for person in people for name in person]
    owner = np.repeat(np.arange(len(people)), [len(person) for person in people])
    if not names:
        return set()
    found = _by_form(query.written, [name.written for name in names])
    found |= _by_form(query.roman, [name.roman for name in names])
    asked = query.consonants.text
    found |= _over(asked, [name.consonants.text for name in names], fuzz.token_sort_ratio, _BY_CONSONANTS)
    found |= np.fromiter((asked in name.consonants.words for name in names), dtype=bool, count=len(names))
    return set(owner[found].tolist())


def _by_form(query: Form, forms: Sequence[Form]) -> np.ndarray:
    """Which of the forms fit as a whole, by one of their words, or because the query stands in them."""
    texts = [form.text for form in forms]
    found = _over(query.text, texts, fuzz.ratio, CLOSE) | _over(query.text, texts, fuzz.token_sort_ratio, CLOSE)
    found |= np.fromiter((query.text in text for text in texts), dtype=bool, count=len(texts))
    of_form = np.repeat(np.arange(len(forms)), [len(form.words) for form in forms])
    words = list(chain.from_iterable(form.words for form in forms))
    if words:
        found[of_form[_over(query.text, words, fuzz.ratio, CLOSE)]] = True
    return found


def _over(query: str, texts: Sequence[str], scorer: Callable[..., float], least: float) -> np.ndarray:
    return np.asarray(cdist([query], texts, scorer=scorer, score_cutoff=least - _MARGIN)[0] > 0)
