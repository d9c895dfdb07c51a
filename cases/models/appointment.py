"""Appointments, and the calendar feed that tells only that there is one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import OwnRowsQuerySet
from cases.querysets.work import AppointmentQuerySet

from .base import OfOrganization, OnCase


class Appointment(OnCase):
    """A time with the person. What it is about and where are sealed; its kind is a code."""

    class Kind(models.TextChoices):
        """What sort of appointment."""

        TALK = "talk", _("Talk")
        VISIT = "visit", _("Visit")
        MEDICAL = "medical", _("Medical")
        LEGAL = "legal", _("Lawyer or legal office")
        COURT = "court", _("Court or authority")
        TRAVEL = "travel", _("Travel")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", _("Planned")
        KEPT = "kept", _("Kept")
        MISSED = "missed", _("Missed")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")

    CLEAR = frozenset(
        "id organization public_id case person kind starts_at minutes worker interpreter state moved_from created_by "
        "created_at settled_by settled_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TALK)
    about = EncryptedText(_("about"), max_length=200, blank=True, null=True)
    place = EncryptedText(_("where"), max_length=300, blank=True, null=True)
    needs = EncryptedText(_("what it must have"), max_length=500, blank=True, null=True)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    worker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="appointments")
    interpreter = models.ForeignKey("cases.Interpreter", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    note = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    moved_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["worker", "state", "starts_at"], name="appointments_of_worker")]


class CalendarFeed(OfOrganization):
    """Somebody's wish to see their appointments in a calendar: only a hash of the secret address is kept."""

    CLEAR = frozenset("id organization author secret_hash created_at".split())

    author = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 of the secret, in hex")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnRowsQuerySet.as_manager()
