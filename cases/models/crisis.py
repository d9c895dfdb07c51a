"""When somebody may hurt themselves: a plan made with them, and checks that come at a set time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText
from cases.querysets.crisis import CrisisCheckQuerySet, CrisisQuerySet

from .base import OfOrganization, OnCase


class CrisisPlan(OnCase):
    """One version of the plan; the newest holds, older ones stay readable."""

    CLEAR = frozenset("id organization case person written_by written_at".split())
    PARTS = ("warning_signs", "what_helps", "whom_to_call", "surroundings", "professional_help", "own_words")

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    warning_signs = EncryptedText(_("warning signs"), max_length=2000, blank=True, null=True)
    what_helps = EncryptedText(_("what helps"), max_length=2000, blank=True, null=True)
    whom_to_call = EncryptedText(_("people the person wants called"), max_length=2000, blank=True, null=True)
    surroundings = EncryptedText(_("safer surroundings"), max_length=2000, blank=True, null=True)
    professional_help = EncryptedText(_("professional help"), max_length=2000, blank=True, null=True)
    own_words = EncryptedText(_("in the person's own words"), max_length=2000, blank=True, null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = CrisisQuerySet.as_manager()


class CrisisCheck(OnCase):
    """One talk about it and when to ask again. Answers stay words: nothing is added up, nothing follows."""

    CLEAR = frozenset("id organization case person next_at answered_at recorded_by recorded_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    answers = EncryptedJSON(null=True, help_text="{prompt: yes, no, declined}; a prompt not asked is left out")
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    next_at = models.DateTimeField(_("next check"), null=True, help_text="None: no further check, `words` say why")
    answered_at = models.DateTimeField(null=True, help_text="When the next check was done")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CrisisCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "answered_at", "next_at"], name="crisis_checks_due")]


class CareReminder(OfOrganization):
    """That people were told of one thing that is late: each kind once. For the clock alone; ids and codes."""

    class Kind(models.TextChoices):
        """What was late."""

        CHECK_DUE = "check_due", _("A planned check is due")
        CHECK_LATE = "check_late", _("A planned check was not done for an hour")
        CONFIRM = "confirm", _("Nobody has confirmed for a day that contact stopped")
        LOG_ENDS = "log_ends", _("An entry of a log comes to the end of its time")

    CLEAR = frozenset("id organization subject kind told_at".split())

    subject = models.UUIDField(help_text="Key of the check, of the row that says somebody is gone, or of the entry")
    kind = models.CharField(max_length=12, choices=Kind)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind"], name="care_reminded_once")]
