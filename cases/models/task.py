"""Tasks and follow-ups: what is due on a case, and for whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.work import TaskQuerySet

from .base import OnCase


class Task(OnCase):
    """Something to do by a day. Reminders give its kind, never its words."""

    class Kind(models.TextChoices):
        """What sort of thing it is; this much may leave the case."""

        FOLLOW_UP = "follow_up", _("Follow-up")
        APPOINTMENT = "appointment", _("Appointment")
        CONSENT = "consent", _("Consent to talk about again")
        OTHER = "other", _("Task")

    class Repeats(models.TextChoices):
        """How often it comes again once it is done; "" is once."""

        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")

    CLEAR = frozenset(
        "id organization public_id case person kind due_on assigned_to created_by created_at done_at done_by "
        "dropped_at goal repeats version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FOLLOW_UP)
    title = EncryptedText(_("what"), max_length=200)
    due_on = models.DateField(_("due"))
    assigned_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="tasks")
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    goal = models.ForeignKey("cases.Goal", on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    repeats = models.CharField(_("comes again"), max_length=12, choices=Repeats, blank=True)
    version = models.PositiveIntegerField(default=1)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Not to be done any more")

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assigned_to", "done_at", "due_on"], name="tasks_of_worker")]
