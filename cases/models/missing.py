"""A resident who didn't come back: the steps that were taken, with their times, until they are found."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.shelter import MissingQuerySet

from .base import OnCase

SUPERVISOR_AFTER = datetime.timedelta(hours=2)  # without a supervisor's decision


class Missing(OnCase):
    """One time that somebody was missed. `due_at` is when supervisors are told again if nobody decided."""

    class Found(models.TextChoices):
        """How it ended."""

        BACK = "back", _("Came back")
        SAFE = "safe", _("Is safe elsewhere")
        LEFT = "left", _("Left for good, by their own wish")
        HARMED = "harmed", _("Found, and was harmed")
        MISTAKE = "mistake", _("It was a mistake: the person was not missing")
        DIED = "died", _("The person died")

    CLEAR = frozenset(
        "id organization public_id case person stay noticed_at noticed_by due_at reminded_at decided_at found found_at "
        "found_by".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    stay = models.ForeignKey("cases.Stay", on_delete=models.CASCADE, related_name="missing")
    noticed_at = models.DateTimeField()
    noticed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=8, choices=Found, blank=True)
    found_at = models.DateTimeField(null=True)
    found_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = MissingQuerySet.as_manager()


class MissingStep(OnCase):
    """One thing that was done; nothing is changed afterwards."""

    class Kind(models.TextChoices):
        """What was done."""

        CALLED = "called", _("Called the person, as their rules allow")
        FRIENDS = "friends", _("Asked the friends the person named")
        LOOKED = "looked", _("Looked in the places the person named")
        DECIDED = "decided", _("A supervisor decided what to do")
        POLICE = "police", _("Told the police")
        NOT_POLICE = "not_police", _("Decided not to tell the police")

    class Ground(models.TextChoices):
        """On what ground the police were told."""

        AGREED = "agreed", _("The person agreed to it beforehand")
        LAW = "law", _("The law demands it")

    CLEAR = frozenset("id organization case person missing kind ground done_by done_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    missing = models.ForeignKey(Missing, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    ground = models.CharField(_("on what ground"), max_length=6, choices=Ground, blank=True)
    words = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    objects = OnCaseQuerySet.as_manager()
