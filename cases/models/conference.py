"""Case conferences: who sits there, what the person agreed is spoken about, what follows, whose access ends when."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.legal import codes
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.legal import ConferenceQuerySet

from .base import OnCase


class CaseConference(OnCase):
    """One meeting about a case."""

    State = codes.Conference
    CLEAR = frozenset(
        "id organization public_id case person starts_at agenda_agreed state minutes tasks version planned_by "
        "planned_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("when"))
    agenda = EncryptedText(_("what is spoken about"), max_length=2000)
    agenda_agreed = models.BooleanField(_("the person agreed to these points"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    why = EncryptedText(_("why it doesn't take place"), max_length=500, blank=True, null=True)
    minutes = models.ForeignKey("cases.Note", on_delete=models.SET_NULL, null=True, related_name="+")
    tasks = ArrayField(models.CharField(max_length=22), default=list, help_text="Public ids of tasks that follow")
    version = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)

    minutes_id: UUID | None
    objects = ConferenceQuerySet.as_manager()


class ConferenceAttendee(OnCase):
    """A colleague by account, or an outsider by name. `until`: how long a colleague sees the case for this meeting."""

    Part = codes.Part
    CLEAR = frozenset(
        "id organization public_id case person conference colleague partner part until added_by added_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    conference = models.ForeignKey(CaseConference, on_delete=models.CASCADE, related_name="attendees")
    colleague = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    name = EncryptedText(_("name and organization"), max_length=300, blank=True, null=True)
    part = models.CharField(_("for what"), max_length=20, choices=codes.Part, default=codes.Part.ALL)
    until = models.DateTimeField(_("sees the case until"), null=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    colleague_id: UUID | None
    partner_id: UUID | None
    objects = OnCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "colleague"], condition=Q(colleague__isnull=False), name="one_seat_each"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(colleague__isnull=False), name="access_is_for_colleagues"
            ),
        ]
