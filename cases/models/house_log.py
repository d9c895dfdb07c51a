"""The log of a house: what happened there, and who was part of it, each seen with their own case alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.shelter import OnHouseQuerySet

from .base import OfOrganization, OnCase


class HouseEvent(OfOrganization):
    """Something that happened in a house, without anybody's name: what concerns one person stands on their case."""

    class Kind(models.TextChoices):
        """What happened."""

        CONFLICT = "conflict", _("Quarrel or fight")
        THREAT = "threat", _("Threat from outside")
        FOUND_OUT = "found_out", _("Somebody may know where the house is")
        SELF_HARM = "self_harm", _("Self-harm")
        MEDICAL = "medical", _("Illness or accident")
        DAMAGE = "damage", _("Fire, water, damage, theft")
        STAFF = "staff", _("Harm by or to staff")
        OTHER = "other", _("Something else")

    class Injuries(models.TextChoices):
        """How badly anybody was hurt."""

        NONE = "none", _("Nobody was hurt")
        LIGHT = "light", _("First aid was enough")
        HOSPITAL = "hospital", _("A doctor or hospital was needed")
        UNKNOWN = "unknown", _("Unknown")

    class Police(models.TextChoices):
        """Whether the police were called."""

        NO = "no", _("Not called")
        AGREED = "agreed", _("Called, as those concerned agreed")
        DANGER = "danger", _("Called, because of danger")

    CLEAR = frozenset(
        "id organization public_id house kind happened_at late_reason injuries police follow_up_on followed_by "
        "followed_at recorded_by recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    house = models.ForeignKey("cases.House", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    happened_at = models.DateTimeField(_("when"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    injuries = models.CharField(_("injuries"), max_length=8, choices=Injuries)
    police = models.CharField(_("police"), max_length=8, choices=Police)
    follow_up_on = models.DateField(_("look at it again on"), null=True, blank=True)
    followed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    followed_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OnHouseQuerySet.as_manager()


class HouseEventPart(OnCase):
    """That one resident was part of it, and what is to be said of them, under their own key."""

    class Part(models.TextChoices):
        """How."""

        HURT = "hurt", _("Was hurt")
        INVOLVED = "involved", _("Was part of it")
        PRESENT = "present", _("Was there")

    CLEAR = frozenset("id organization case person event part recorded_by recorded_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(HouseEvent, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(_("how"), max_length=8, choices=Part)
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's."""
        return KeyOwner(self.organization_id, self.person_id)
