"""Marks that would cover each other become one; the same marks give the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """Entries of the list at a point of the picture, by their numbers there."""

    x: float
    y: float
    numbers: tuple[int, ...]

    @property
    def label(self) -> str:
        """The numbers, or how many where they are too many to write."""
        listed = " ".join(str(number) for number in self.numbers)
        return listed if len(listed) <= 7 else f"{len(self.numbers)}×"

    @property
    def half(self) -> float:
        """Half of its width."""
        return max(12.0, 4.0 * len(self.label) + 7.0)

    @property
    def left(self) -> float:
        """Where it begins."""
        return round(self.x - self.half, 1)

    @property
    def top(self) -> float:
        """The same from above; every mark is 24 units high, a finger's least."""
        return round(self.y - 12.0, 1)


def merged(marks: Sequence[Mark], apart: float = 25.0) -> list[Mark]:
    """Marks of which no two are nearer than `apart`, or so near that their labels touch."""
    found = sorted(marks, key=lambda mark: (mark.numbers, mark.x, mark.y))
    while pair := _first_pair(found, apart):
        one, other = pair
        found = [mark for mark in found if mark is not one and mark is not other]
        found.append(_together(one, other))
        found.sort(key=lambda mark: (mark.numbers, mark.x, mark.y))
    return found


def _first_pair(marks: list[Mark], apart: float) -> tuple[Mark, Mark] | None:
    for number, one in enumerate(marks):
        for other in marks[number + 1 :]:
            if abs(one.y - other.y) < apart and abs(one.x - other.x) < max(apart, one.half + other.half):
                return one, other
    return None


def _together(one: Mark, other: Mark) -> Mark:
    """Between the two, nearer to the one that stands for more."""
    a, b = len(one.numbers), len(other.numbers)
    x, y = (one.x * a + other.x * b) / (a + b), (one.y * a + other.y * b) / (a + b)
    return Mark(x, y, tuple(sorted({*one.numbers, *other.numbers})))
