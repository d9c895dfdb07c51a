"""One colleague's own: drafts, news, views, and the messages that all share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import FundQuerySet, related

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class DraftQuerySet(ScopedQuerySet):
    """Drafts: their author's alone, while they see the case."""

    def visible_to(self, user: User) -> Self:
        """The user's own, of no case or of one visible to them."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = self._marked().filter(organization_id=user.organization_id, author_id=user.pk)
        return own.filter(Q(case=None) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def unsaved(self) -> Self:
        """Those that still hold words."""
        return self.filter(content__isnull=False)


class NotificationQuerySet(ScopedQuerySet):
    """What one colleague was told."""

    def visible_to(self, user: User) -> Self:
        """Told to the user, about no case or one they see now."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = self._marked().filter(organization_id=user.organization_id, recipient_id=user.pk)
        return own.filter(Q(case=None) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def unread(self) -> Self:
        """Not looked at yet."""
        return self.filter(read_at=None)


class SavedViewQuerySet(ScopedQuerySet):
    """Saved lists of cases. They hold no cases: what they show is asked for as anybody's own list is."""

    def visible_to(self, user: User) -> Self:
        """The user's own and those shared in the organization."""
        if not user.can("view_case"):
            return self._marked().none()
        return self._marked().filter(Q(author_id=user.pk) | Q(shared=True), organization_id=user.organization_id)


class MessageTemplateQuerySet(FundQuerySet):
    """Messages written beforehand."""

    def offered(self) -> Self:
        """Not taken away."""
        return self.filter(ended_at=None)
