"""What is looked for in the directory: codes and numbers alone, so that nothing of it names anybody."""

from __future__ import annotations

from dataclasses import dataclass

from referrals.codes import AgeBand

#: the youngest and the oldest of a band
YEARS: dict[str, tuple[int, int]] = {
    AgeBand.UNDER_12: (0, 11),
    AgeBand.TEENAGER: (12, 17),
    AgeBand.YOUNG_ADULT: (18, 24),
    AgeBand.ADULT: (25, 39),
    AgeBand.MIDDLE: (40, 59),
    AgeBand.OLDER: (60, 120),
}


@dataclass(frozen=True)
class Need:
    """A service for somebody like this. Empty is not said, and asks for nothing.

    `whom` and `groups` are codes of the directory (SERVES, GROUPS), `age` a band, `country` ISO 3166-1 alpha-3,
    `region` the name of a region or town, `places` people together, children and other dependants counted.
    `room_only`, `free_only` and `open_only` turn a known "no" into a reason to leave a service out.
    """

    service: str
    also: str = ""
    language: str = ""
    interpreter: bool = False
    whom: str = ""
    groups: frozenset[str] = frozenset()
    age: str = ""
    country: str = ""
    region: str = ""
    places: int = 1
    room_only: bool = False
    free_only: bool = False
    open_only: bool = False

    @property
    def years(self) -> tuple[int, int] | None:
        """The youngest and the oldest that somebody of this band can be; None where no age is said."""
        return YEARS.get(self.age)
