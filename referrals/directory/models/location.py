"""Where: places, their addresses, and which service is given at which of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from referrals.directory.codes import EntryStatus, LocationType

from .base import Addressed, Entry, Kept
from .organization import DirectoryOrganization
from .service import DirectoryService


class DirectoryLocation(Kept):
    """A place. A hidden one is known by a code name and its country; all else about it is in the sealed `whereabouts`.

    Public places of public services are in clear: they are published to be found, filtered by region, and read by
    other organizations (docs/decisions). The database takes no address, coordinates, number or hours of a hidden one.
    """

    CLEAR = frozenset(
        "provider hidden name alternate_name location_type url description transportation latitude longitude country "
        "region status".split()
    )
    SHOWN = {"status": "active", "hidden": False}
    LEAVES = {"hidden": False}
    PARENTS = ("provider",)

    provider = models.ForeignKey(
        DirectoryOrganization, on_delete=models.CASCADE, null=True, blank=True, related_name="locations"
    )
    hidden = models.BooleanField(_("hidden"), default=False)
    name = models.CharField(_("name, or code name"), max_length=200, blank=True)
    alternate_name = models.CharField(_("other name"), max_length=200, blank=True)
    location_type = models.CharField(
        _("kind of place"), max_length=10, choices=LocationType, default=LocationType.PHYSICAL
    )
    url = models.CharField(_("web page"), max_length=500, blank=True)
    description = models.TextField(_("what it is"), max_length=2000, blank=True)
    transportation = models.TextField(_("how to get there"), max_length=1000, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    region = models.CharField(_("region"), max_length=100, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=EntryStatus, default=EntryStatus.ACTIVE)
    whereabouts = EncryptedText(_("where it is and how to reach it"), max_length=2000, blank=True, null=True)

    class Meta(Kept.Meta):
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hidden=False)
                | Q(
                    latitude=None,
                    longitude=None,
                    alternate_name="",
                    url="",
                    description="",
                    transportation="",
                    region="",
                    extra={},
                ),
                name="hidden_places_tell_nothing",
            ),
            models.CheckConstraint(
                condition=Q(hidden=True) | Q(whereabouts=None), name="only_hidden_places_are_sealed"
            ),
        ]

    def key_owner(self) -> KeyOwner:
        """A key of the place's own, under the organization that keeps it."""
        return KeyOwner(self.organization_id, self.pk)


class DirectoryAddress(Entry):
    """An address of a place that is not hidden."""

    CLEAR = frozenset(
        "location attention address_1 address_2 city region state_province postal_code country address_type".split()
    )
    PARENTS = ("location",)

    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, related_name="addresses")
    attention = models.CharField(max_length=200, blank=True)
    address_1 = models.CharField(_("street and number"), max_length=200, blank=True)
    address_2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    state_province = models.CharField(_("state or province"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    address_type = models.CharField(max_length=10, choices=LocationType, default=LocationType.PHYSICAL)

    @property
    def lines(self) -> list[str]:
        """The address as it is written on a letter."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        said = (self.attention, self.address_1, self.address_2, town, self.state_province, self.country)
        return [line for line in said if line]


class ServiceAtLocation(Addressed):
    """A service is given at a place."""

    CLEAR = frozenset("service location description".split())
    PARENTS = ("service", "location")

    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, related_name="places")
    description = models.TextField(max_length=2000, blank=True)

    class Meta(Addressed.Meta):
        constraints = [
            *Addressed.Meta.constraints,
            models.UniqueConstraint(fields=["service", "location"], name="once_at_each_place"),
        ]
