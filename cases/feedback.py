"""Counts of what people said, with small groups withheld: nobody must be guessed from a number."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.models import Answer, FeedbackCount, Question

AT_LEAST = 5  # answers in a group that is told, and words in a list that is shown


@dataclass(frozen=True)
class Told:
    """One question of a period; a count that is None is withheld."""

    question: str
    counts: Mapping[str, int | None]


def told(rows: Iterable[FeedbackCount]) -> tuple[int | None, list[Told]]:
    """How many people answered (None: too few, and then nothing else is told), and each question's counts."""
    found = {question: dict.fromkeys(Answer.values, 0) for question in Question.values}
    for row in rows:
        found[row.question][row.answer] += row.count
    total = max(sum(counts.values()) for counts in found.values())
    if total < AT_LEAST:
        return None, []
    return total, [Told(question, _withheld(counts)) for question, counts in found.items()]


def _withheld(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts without the small ones, and without as many others as it takes that the rest tells none of them.

    The sum is known: what is withheld must be two groups at least, and as many people as a group that is told.
    """
    by_size = sorted(counts, key=lambda answer: counts[answer])
    hidden = [answer for answer in by_size if counts[answer] < AT_LEAST]
    while hidden and len(hidden) < len(by_size):
        if len(hidden) > 1 and sum(counts[answer] for answer in hidden) >= AT_LEAST:
            break
        hidden = by_size[: len(hidden) + 1]
    return {answer: None if answer in hidden else count for answer, count in counts.items()}


def weeks_over(month: datetime.date, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the end of the Mondays of a month once all their weeks are over on `day`; until then none.

    Told week by week, two readings would give what one person answered in between.
    """
    following = (month + datetime.timedelta(days=32)).replace(day=1)
    this_week = day - datetime.timedelta(days=day.weekday())
    return month, following if this_week >= following else month
