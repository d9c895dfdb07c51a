"""Houses where people stay: known by a code name alone; where a house is stands sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import KeptListQuerySet
from cases.querysets.shelter import OnHouseQuerySet

from .base import OfOrganization


class House(OfOrganization):
    """A house under a code name. Its team are those who work there; that opens them no case."""

    CLEAR = frozenset("id organization public_id code_name team kept_by kept_at ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    code_name = models.CharField(_("code name"), max_length=40)
    whereabouts = EncryptedText(_("where it is"), max_length=500, blank=True, null=True)
    team = models.ForeignKey("accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)

    objects = KeptListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code_name"], condition=Q(ended_at=None), name="one_house_of_a_code_name"
            )
        ]

    def key_owner(self) -> KeyOwner:
        """A key of the house's own."""
        return KeyOwner(self.organization_id, self.pk)


class Room(OfOrganization):
    """A room and its beds. The database holds that no more people stay in it."""

    CLEAR = frozenset("id organization public_id house label beds ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="rooms")
    label = models.CharField(_("room"), max_length=20)
    beds = models.PositiveSmallIntegerField(_("beds"))
    ended_at = models.DateTimeField(null=True)

    objects = OnHouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["house", "label"], condition=Q(ended_at=None), name="one_room_of_a_label")
        ]
