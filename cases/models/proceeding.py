"""Proceedings before courts and authorities, their hearings, and money ordered and paid. All of the group "legal"."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.legal import codes
from cases.legal.proceeding_lifecycle import Event, State
from cases.querysets.legal import HearingQuerySet, LegalQuerySet

from .base import OnCase

STATES = [(state.value, state.value) for state in State]


class Proceeding(OnCase):
    """One proceeding, and where it stands (cases.legal.proceeding_lifecycle)."""

    Kind, Role = codes.Proceeding, codes.Role
    CLEAR = frozenset(
        "id organization public_id case person kind role country state version recorded_by recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=codes.Proceeding)
    role = models.CharField(_("the person is"), max_length=12, choices=codes.Role)
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    court = EncryptedText(_("court or authority"), max_length=300, blank=True, null=True)
    reference = EncryptedText(_("reference"), max_length=200, blank=True, null=True)
    counsel = EncryptedText(_("lawyer or counsel"), max_length=300, blank=True, null=True)
    outcome = EncryptedText(_("outcome"), max_length=2000, blank=True, null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.PLANNED.value)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()


class ProceedingStep(OnCase):
    """One step of a proceeding and what was said at it; written once."""

    CLEAR = frozenset("id organization case person proceeding event before after taken_by taken_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    before = models.CharField(max_length=10, choices=STATES)
    after = models.CharField(max_length=10, choices=STATES)
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()


class Hearing(OnCase):
    """A day in court or at an authority: who goes along, what protects, what makes it accessible."""

    State = codes.HearingState
    CLEAR = frozenset(
        "id organization public_id case person proceeding starts_at interpreter_needed interpreter accompanied_by "
        "measures_asked measures_granted accommodations_asked accommodations_met state version recorded_by "
        "recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="hearings")
    starts_at = models.DateTimeField(_("when"))
    place = EncryptedText(_("where"), max_length=300, blank=True, null=True)
    interpreter_needed = models.BooleanField(_("an interpreter is needed"), default=False)
    interpreter = models.ForeignKey("cases.Interpreter", on_delete=models.SET_NULL, null=True, related_name="+")
    accompanied_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    measures_asked = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    measures_granted = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    accommodations_asked = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    accommodations_met = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    note = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    state = models.CharField(_("what became of it"), max_length=10, choices=State, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "state", "starts_at"], name="hearings_to_come")]


class Award(OnCase):
    """Money that a decision or a settlement ordered; written once."""

    Kind = codes.Award
    CLEAR = frozenset(
        "id organization public_id case person proceeding kind amount currency ordered_on recorded_by "
        "recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="awards")
    kind = models.CharField(_("what for"), max_length=12, choices=codes.Award)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, help_text="ISO 4217")
    ordered_on = models.DateField(_("ordered on"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="an_award_is_money")]


class AwardPayment(OnCase):
    """What of it reached the person on a day; written once, several may come."""

    CLEAR = frozenset("id organization case person award amount paid_on recorded_by recorded_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="payments")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_money")]
