"""Days by which something must have happened: the end of a permit, an appeal. All of the group "legal"."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from cases.legal import codes
from cases.querysets.legal import DeadlineQuerySet, LegalQuerySet, OnDeadlineQuerySet

from .base import OnCase


class Deadline(OnCase):
    """One deadline. Its day moves only by an extension with a reason."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Open")
        MET = "met", _("Met")
        MISSED = "missed", _("Missed")

    Kind = codes.Deadline
    CLEAR = frozenset(
        "id organization public_id case person proceeding kind due_on warn_days state version recorded_by "
        "recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    proceeding = models.ForeignKey(
        "cases.Proceeding", on_delete=models.SET_NULL, null=True, blank=True, related_name="deadlines"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=codes.Deadline)
    due_on = models.DateField(_("last day"))
    warn_days = models.PositiveSmallIntegerField(_("days of warning"), default=14)
    basis = EncryptedText(_("on what it rests"), max_length=500, blank=True, null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "state", "due_on"], name="deadlines_by_day")]


class DeadlineStep(OnCase):
    """What was done about a deadline, and why; written once."""

    class Event(models.TextChoices):
        """What was done."""

        MET = "met", _("Met")
        EXTENDED = "extended", _("Extended")
        MISSED = "missed", _("Missed")

    CLEAR = frozenset("id organization case person deadline event before after taken_by taken_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=8, choices=Event)
    before = models.DateField(help_text="The last day until then")
    after = models.DateField(help_text="The last day from then on")
    words = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()


class DeadlineReminder(ScopedModel):
    """What the clock has told about a deadline already. Ids and days only: the clock sees no deadline."""

    class Kind(models.TextChoices):
        """What was told."""

        SOON = "soon", _("Its day comes near")
        PASSED = "passed", _("Its day has passed")

    CLEAR = frozenset("id organization deadline kind due_on told_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    due_on = models.DateField(help_text="The last day as it was then: one that was extended is told of again")
    told_at = models.DateTimeField(auto_now_add=True)

    objects = OnDeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "kind", "due_on"], name="one_deadline_reminder_each")
        ]
