"""Somebody is missing or died: contact stops. Who may be told what stands beside it, as the person chose before."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.crisis import KinQuerySet, WhereaboutsQuerySet

from .base import OnCase
from .person import SafeContact


class Whereabouts(OnCase):
    """That contact stopped, from when until when. It acts at once; a second person confirms it within a day."""

    class Ending(models.TextChoices):
        """How it ended; "" is that it holds."""

        FOUND = "found", _("Found again")
        MISTAKE = "mistake", _("It was a mistake")
        DIED = "died", _("The person died")

    CLEAR = frozenset(
        "id organization public_id case person kind recorded_by recorded_at confirmed_by confirmed_at ending ended_by "
        "ended_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what is known"), max_length=8, choices=SafeContact.Stopped)
    last_known = EncryptedText(_("last known: when, where, with whom"), max_length=2000, blank=True, null=True)
    steps = EncryptedText(_("what is done, and by whom"), max_length=2000, blank=True, null=True)
    words = EncryptedText(_("how it is known"), max_length=2000)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    ended_why = EncryptedText(_("why"), max_length=1000, blank=True, null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = WhereaboutsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("recorded_by")), name="stop_confirmed_by_another")
        ]


class KinRule(OnCase):
    """What somebody near to the person may be told should anything happen; ended, never changed."""

    class May(models.TextChoices):
        """How much."""

        EVERYTHING = "everything", _("May be told what happened")
        ONLY_THAT = "only_that", _("May be told only that the person is missing or died")
        NOTHING = "nothing", _("Must not be told anything")

    CLEAR = frozenset("id organization public_id case person may recorded_by recorded_at ended_by ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    who = EncryptedText(_("who"), max_length=300)
    may = models.CharField(_("what they may be told"), max_length=10, choices=May)
    never = EncryptedText(_("what is never told"), max_length=1000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = KinQuerySet.as_manager()
