"""A stay in a house: a bed is asked for, the person comes and leaves; dependants take beds too."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.cases import CaseLinkQuerySet
from cases.querysets.shelter import StayQuerySet

from .base import OfOrganization, OnCase

REVIEW_AFTER = datetime.timedelta(weeks=6)


class Stay(OnCase):
    """From the question for a bed to leaving. `places` are the beds it takes: the person and who is with them."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("A bed was asked for")
        IN = "in", _("In the house")
        OUT = "out", _("Left")
        WITHDRAWN = "withdrawn", _("No longer wanted")

    CLEAR = frozenset(
        "id organization public_id case person house room state wanted_on children others asked_by asked_at in_at "
        "in_by planned_end review_on away_since back_by out_at out_by left_why left_to version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    house = models.ForeignKey("cases.House", on_delete=models.PROTECT, null=True, related_name="stays")
    room = models.ForeignKey("cases.Room", on_delete=models.PROTECT, null=True, related_name="stays")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    wanted_on = models.DateField(_("from"))
    children = models.PositiveSmallIntegerField(_("children with the person"), default=0)
    others = models.PositiveSmallIntegerField(_("others with the person"), default=0)
    needs = EncryptedText(_("what the bed must have"), max_length=500, blank=True, null=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    in_at = models.DateTimeField(null=True)
    in_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    planned_end = models.DateField(_("planned end"), null=True)
    review_on = models.DateField(_("look at it again on"), null=True)
    away_since = models.DateTimeField(null=True, help_text="Out of the house and expected back")
    back_by = models.DateTimeField(_("expected back by"), null=True)
    out_at = models.DateTimeField(null=True)
    out_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    left_why = models.CharField(_("why"), max_length=12, blank=True)
    left_to = models.CharField(_("where to"), max_length=14, blank=True)
    out_words = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    version = models.PositiveIntegerField(default=1)

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in") | Q(house__isnull=False, room__isnull=False, in_at__isnull=False),
                name="who_stays_has_a_room",
            )
        ]
        indexes = [models.Index(fields=["house"], condition=Q(state="in"), name="stays_in_house")]

    @property
    def places(self) -> int:
        """How many beds it takes."""
        return 1 + self.children + self.others


class StayStep(OnCase):
    """What happened in a stay, line by line; nothing is changed afterwards."""

    class Kind(models.TextChoices):
        """What it was."""

        EXTENDED = "extended", _("Extended")
        REVIEWED = "reviewed", _("Looked at again")
        MOVED = "moved", _("Moved to another room")
        AWAY = "away", _("Went out")
        BACK = "back", _("Came back")

    CLEAR = frozenset("id organization case person stay kind until done_by done_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    until = models.DateField(null=True)
    words = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()


class Apart(OfOrganization):
    """Two people who must not stay in one house. Who sees one case alone never learns of the other."""

    class Reason(models.TextChoices):
        """Why."""

        HARM = "harm", _("One harmed or threatened the other")
        EVENTS = "events", _("They come from the same events")
        FAMILY = "family", _("Family or partner, not safe together")
        ASKED = "asked", _("One of them asked for it")

    CLEAR = frozenset("id organization public_id case other reason marked_by marked_at ended_by ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why"), max_length=8, choices=Reason)
    marked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], condition=Q(ended_at=None), name="one_apart_between"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="apart_from_another"),
        ]
