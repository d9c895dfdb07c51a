"""Notes, complaints and alleged perpetrators: read by fewer than see the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from casemgr.scoping import ScopedQuerySet
from cases.field_groups import NOTES, unread
from cases.querysets.base import OnCaseQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User

RESTRICTED_NOTES = frozenset({"therapy", "privileged", "complaint"})


class NoteQuerySet(OnCaseQuerySet):
    """Notes. Restricted kinds are read by their author and by supervisors; a complaint not by the case's worker."""

    def visible_to(self, user: User) -> Self:
        """Notes of visible cases, without those of kinds that are not this user's to read.

        Whoever receives complaints sees those of the organization, and no case.
        """
        if user.can("handle_complaints"):
            return self._marked().filter(organization_id=user.organization_id, kind="complaint")
        notes, own = super().visible_to(user), Q(written_by_id=user.pk)
        if hidden := unread(user, NOTES):
            notes = notes.filter(own | ~Q(kind__in=hidden))
        if user.role_data.scope == "organization":
            return notes.filter(own | ~Q(kind="complaint") | ~Q(case__caseworker_id=user.pk))
        return notes.filter(own | ~Q(kind__in=RESTRICTED_NOTES))


class ComplaintStepQuerySet(ScopedQuerySet):
    """What became of complaints: for those who receive them, and for the author of each."""

    def visible_to(self, user: User) -> Self:
        """The organization's, or those of complaints that the user wrote."""
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows if user.can("handle_complaints") else rows.filter(note__written_by_id=user.pk)


class AllegedQuerySet(OnCaseQuerySet):
    """Alleged perpetrators: for the case's worker, the writer, and whoever sees the whole organization."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases, as far as the user may read them."""
        rows = super().visible_to(user)
        if not user.reads("legal"):
            return rows.filter(recorded_by_id=user.pk)
        if user.role_data.scope == "organization":
            return rows
        return rows.filter(Q(recorded_by_id=user.pk) | Q(case__caseworker_id=user.pk))

    def standing(self) -> Self:
        """Not retracted."""
        return self.filter(retracted_at=None)
