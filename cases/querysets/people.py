"""People, their consents, and who must never learn of them."""

from __future__ import annotations

import datetime
from typing import Self

from cases.querysets.base import OnPersonQuerySet


class PersonQuerySet(OnPersonQuerySet):
    """People."""

    person_column = "pk"


class NeverShareQuerySet(OnPersonQuerySet):
    """Who must never learn of people."""

    def holding(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_at=None)


class ConsentQuerySet(OnPersonQuerySet):
    """Consents."""

    def in_force(self, day: datetime.date) -> Self:
        """Given, begun, not past their end, not ended early."""
        return self.filter(decision="given", ended_at=None, starts_on__lte=day, ends_on__gt=day)

    def current(self) -> Self:
        """The latest word for each purpose and recipient: not replaced by another."""
        return self.filter(replaced=False)

    def consented_for(self, purpose: str, day: datetime.date) -> Self:
        """In force for one purpose."""
        return self.in_force(day).filter(purpose=purpose)
