"""Who sees endpoints, events and deliveries: the system they belong to, and its organization's administrators."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class EndpointQuerySet(ScopedQuerySet):
    """Where events are sent."""

    def visible_to(self, user: User) -> Self:
        """A system's own; administrators see those of all their organization's systems."""
        own = self._marked().filter(organization_id=user.organization_id)
        if user.can("manage_people"):
            return own
        return own.filter(account_id=user.pk) if user.is_machine and user.has_access else own.none()


class FeedQuerySet(ScopedQuerySet):
    """What happened, once for each organization it concerns."""

    def visible_to(self, user: User) -> Self:
        """The organization's own copies, published, of referrals that the user sees now."""
        referral: Any = self.model._meta.get_field("referral").related_model
        return self.published(user).filter(referral__in=referral.objects.visible_to(user))

    def published(self, user: User) -> Self:
        """The organization's own copies that have their place in the feed, whatever the user sees of the referrals."""
        return self._marked().filter(organization_id=user.organization_id, position__isnull=False)

    def left_behind(self, before: datetime.datetime) -> Self:
        """Of these, what should have been published by now."""
        return self.filter(position=None, referral__isnull=False, at__lt=before)


class DeliveryQuerySet(ScopedQuerySet):
    """Events on their way to an endpoint."""

    def visible_to(self, user: User) -> Self:
        """Those to endpoints that the user sees."""
        endpoint: Any = self.model._meta.get_field("endpoint").related_model
        return self._marked().filter(endpoint__in=endpoint.objects.visible_to(user))

    def waiting(self) -> Self:
        """Of these, what will be tried again."""
        return self.filter(state="waiting")
