"""Voluntary return: the person decides, somebody looks at the danger first, and the contact goes on afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.narrative import NarrativeQuerySet
from cases.returns import State as Step

from .base import OnCase
from .consent import Consent


class VoluntaryReturn(OnCase):
    """One return, from the first thought to a year after the arrival. Its steps are those of cases/returns.py."""

    class State(models.TextChoices):
        """How far it is."""

        CONSIDERED = Step.CONSIDERED.value, _("Considered")
        DECIDED = Step.DECIDED.value, _("Decided by the person")
        PREPARED = Step.PREPARED.value, _("Prepared")
        TRAVELLING = Step.TRAVELLING.value, _("Travelling")
        ARRIVED = Step.ARRIVED.value, _("Arrived")
        FOLLOWED_UP = Step.FOLLOWED_UP.value, _("Followed up")
        STOPPED = Step.STOPPED.value, _("Stopped by the person")

    CLEAR = frozenset(
        "id organization public_id case person state version language teach_back alternatives_told interpreter basis "
        "guardian travel_on referral arrived_on embassy_lifted_at embassy_lifted_by opened_by opened_at "
        "changed_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.CONSIDERED)
    version = models.PositiveIntegerField(default=1)
    destination = EncryptedText(_("where to"), max_length=300)
    wish = EncryptedText(_("what the person wants, in their words"), max_length=2000, blank=True, null=True)
    # the decision
    language = models.CharField(_("language of the talk"), max_length=12, blank=True, help_text="BCP 47")
    teach_back = models.BooleanField(_("said it back in their own words"), default=False)
    alternatives_told = models.BooleanField(_("was told of other ways"), default=False)
    alternatives = EncryptedText(_("other ways that were told"), max_length=2000, blank=True, null=True)
    interpreter = models.ForeignKey("cases.Interpreter", on_delete=models.SET_NULL, null=True, related_name="+")
    basis = models.CharField(_("on what it stands"), max_length=20, choices=Consent.Basis, blank=True)
    guardian = models.ForeignKey("cases.Guardian", on_delete=models.PROTECT, null=True, related_name="+")
    best_interests = EncryptedText(_("who decided, and why"), max_length=2000, blank=True, null=True)
    # the journey
    documents = EncryptedText(_("documents"), max_length=2000, blank=True, null=True)
    escort = EncryptedText(_("who goes along"), max_length=500, blank=True, null=True)
    travel_on = models.DateField(_("day of travel"), null=True, blank=True)
    receiving = EncryptedText(_("who receives the person"), max_length=500, blank=True, null=True)
    referral = models.CharField(max_length=22, blank=True, help_text="Random public id of the referral to them")
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    arrival = EncryptedText(_("how the arrival is known"), max_length=1000, blank=True, null=True)
    stopped_why = EncryptedText(_("why it was stopped"), max_length=1000, blank=True, null=True)
    embassy_words = EncryptedText(_("what the person said about the embassy"), max_length=1000, blank=True, null=True)
    embassy_lifted_at = models.DateTimeField(null=True)
    embassy_lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NarrativeQuerySet.as_manager()


class ReturnRisk(OnCase):
    """One assessment of what awaits the person there; the newest counts, and only once another approved it."""

    CLEAR = frozenset(
        "id organization public_id case person voluntary_return recorded_by recorded_at approved_by approved_at".split()
    )
    PARTS = ("who_may_find", "debts", "family", "again", "measures")

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    voluntary_return = models.ForeignKey(VoluntaryReturn, on_delete=models.CASCADE, related_name="risks")
    who_may_find = EncryptedText(_("who may find the person"), max_length=2000)
    debts = EncryptedText(_("debts"), max_length=2000)
    family = EncryptedText(_("family"), max_length=2000)
    again = EncryptedText(_("danger of being exploited again"), max_length=2000)
    measures = EncryptedText(_("what makes it safer"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = NarrativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(approved_by=F("recorded_by")), name="risk_approved_by_another")
        ]
