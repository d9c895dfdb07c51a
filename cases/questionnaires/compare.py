"""Two answered forms side by side."""

from __future__ import annotations

from typing import NamedTuple

from cases.questionnaires.words import Line


class Pair(NamedTuple):
    """A question with what was answered then and now; "" where it wasn't there or wasn't relevant."""

    label: str
    then: str
    now: str
    changed: bool


def compared(old: list[Line], new: list[Line]) -> list[Pair]:
    """The questions of both in the order of the newer, then those that only the older has."""
    before = {line.key: line for line in old if not line.heading}
    after = {line.key: line for line in new if not line.heading}
    found = [_pair(before.get(key), line, line.label) for key, line in after.items()]
    return found + [_pair(line, None, line.label) for key, line in before.items() if key not in after]


def _pair(old: Line | None, new: Line | None, label: str) -> Pair:
    then, now = (line.answer if line else "" for line in (old, new))
    return Pair(label, then, now, then != now)
