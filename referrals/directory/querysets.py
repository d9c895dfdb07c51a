"""Which entries of the directory somebody sees: their own organization's, and the public part of the others'."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from casemgr.accounts.models import Organization
from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User

READERS = ("send_referral", "keep_directory", "take_contacts")
STALE = datetime.timedelta(days=365)


def reads_directory(user: User) -> bool:
    """Whether somebody refers people, takes calls for help or keeps the directory, for an organization."""
    return user.organization_id is not None and any(user.can(permission) for permission in READERS)


class EntryQuerySet(ScopedQuerySet):
    """Rows of the directory."""

    def visible_to(self, user: User) -> Self:
        """One's own organization's rows and what others show, for who reads the directory."""
        if not reads_directory(user):
            return self._marked().none()
        same_world = Q(organization__in=Organization.objects.in_world_of(user).values("pk"))
        return self._marked().filter(Q(organization_id=user.organization_id) | self._model().shown() & same_world)

    def kept_by(self, user: User) -> Self:
        """Rows that the user's organization keeps, for who reads the directory."""
        if not reads_directory(user):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)

    def leaving(self) -> Self:
        """Rows that may leave by the API or a file: nothing of a hidden place, not even one's own."""
        return self.filter(self._model().may_leave())

    def _model(self) -> Any:
        return self.model


class KeptQuerySet(EntryQuerySet):
    """Organizations, services and places of the directory."""

    def active(self) -> Self:
        """Entries that are offered."""
        return self.filter(status="active")

    def checked_since(self, day: datetime.date) -> Self:
        """Entries that somebody checked on this day or later."""
        return self.filter(verified_on__gte=day)

    def stale(self, day: datetime.date) -> Self:
        """Entries that nobody has checked for a year."""
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=day - STALE))


class ServiceQuerySet(KeptQuerySet):
    """Services of the directory, by what somebody needs."""

    def in_language(self, code: str) -> Self:
        """Given in this language."""
        return self.filter(languages__code=code)

    def in_country(self, alpha3: str, alpha2: str) -> Self:
        """Of an organization, or at a place that may be told of, in this country."""
        place = Q(places__location__hidden=False)
        there = Q(places__location__country=alpha3) | Q(places__location__addresses__country=alpha2)
        return self.filter(Q(provider__country=alpha3) | (place & there))

    def in_region(self, words: str) -> Self:
        """At a place that may be told of, in a region or town of this name."""
        at, place = "places__location__", Q(places__location__hidden=False)
        names = ("region", "addresses__region", "addresses__state_province", "addresses__city")
        named = Q()
        for name in names:
            named |= Q(**{f"{at}{name}__iexact": words})
        return self.filter(place & named)

    def of_own_entry(self, user: User) -> Self:
        """Offered by the entry that the user's organization keeps of itself."""
        return self.kept_by(user).filter(provider__member_id=user.organization_id, status="active")

    def with_room(self) -> Self:
        """With something free, as it was last told."""
        return self.filter(capacities__available__gt=0)


class CountedQuerySet(ScopedQuerySet):
    """Houses that are counted for a service."""

    def visible_to(self, user: User) -> Self:
        """Of one's own organization, for who works with houses or keeps the directory."""
        if not user.can("record_service") and not user.can("keep_directory"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)
