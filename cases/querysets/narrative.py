"""What tells of what happened to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from cases.querysets.base import OnCaseQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class NarrativeQuerySet(OnCaseQuerySet):
    """Rows on a case that tell what happened to the person."""

    group = "narrative"


class AssessmentQuerySet(NarrativeQuerySet):
    """Questionnaires that were answered."""

    def standing(self) -> Self:
        """Not mended by a later one."""
        return self.filter(amended_by=None)

    def to_review(self) -> Self:
        """Standing, of a form that asks for a second person, and nobody looked at it yet."""
        return self.standing().filter(version__definition__approval=True, review=None)


class BegunAssessmentQuerySet(NarrativeQuerySet):
    """Questionnaires that somebody is filling in: their author's alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own, on cases visible to them."""
        return super().visible_to(user).filter(author_id=user.pk)
