"""Statutory notices and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Now

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import OnCaseQuerySet, related

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class NoticeQuerySet(OnCaseQuerySet):
    """Statutory notices: of those who read what is legal; a partner system's only those that it drafted."""

    group = "legal"

    def visible_to(self, user: User) -> Self:
        """Of visible cases; a system learns nothing of what others wrote."""
        rows = super().visible_to(user)
        return rows.filter(drafted_by_id=user.pk) if user.is_machine else rows

    def asked(self) -> Self:
        """Waiting for a second person."""
        return self.filter(state="asked")

    def to_review(self) -> Self:
        """Sent because of imminent danger, and not looked at yet."""
        return self.filter(state="to_review")

    def unsent(self) -> Self:
        """Drafted, asked for or approved: nothing went out yet."""
        return self.filter(state__in=("draft", "asked", "approved"))

    def late(self) -> Self:
        """Past the time by which they had to be sent, or reviewed."""
        waiting = Q(state__in=("draft", "asked", "approved"), due_at__lt=Now())
        return self.filter(waiting | Q(state="to_review", review_due_at__lt=Now()))

    def waiting(self) -> Self:
        """For a second person's answer or review."""
        return self.filter(state__in=("asked", "to_review"))


class OnNoticeQuerySet(ScopedQuerySet):
    """Rows that hang on a notice."""

    def visible_to(self, user: User) -> Self:
        """Rows of notices visible to the user."""
        notices = related(self.model, "notice").objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, notice__in=notices.order_by())
