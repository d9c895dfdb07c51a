"""Enquiries before any consent: could you take somebody like this? Coded facts alone, and nobody behind them."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.codes import AgeBand
from referrals.enquiry_codes import WHOM, Answer, EnquiryState, Refusal, Together
from referrals.enquiry_querysets import EnquiryAnswerQuerySet, EnquiryQuerySet


class Asked(ScopedModel):
    """What is asked: all that leaves the sender."""

    CLEAR = frozenset("service_code needs whom together age_band region language interpreter_needed closes_at".split())
    QUESTION = ("service_code", "needs", "whom", "together", "age_band", "region", "language", "interpreter_needed")

    service_code = models.CharField(_("service"), max_length=40)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("needs"))
    whom = models.CharField(_("for whom"), max_length=20, choices=list(WHOM.items()), blank=True)
    together = models.CharField(_("how many people"), max_length=10, choices=Together, default=Together.ONE)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, blank=True)
    region = models.CharField(_("region"), max_length=20, blank=True, help_text="Where the service is needed (M49)")
    language = models.CharField(_("language"), max_length=12, blank=True, help_text="BCP 47")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    closes_at = models.DateTimeField(help_text="Until when it may be answered")

    class Meta:
        abstract = True


class Enquiry(Asked):
    """The sender's own side: who asked, and for which case. No other organization reads this row, whatever it asks."""

    CLEAR = frozenset("id public_id organization case asked_by asked_at state state_since version".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=EnquiryState, default=EnquiryState.OPEN)
    state_since = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    organization_id: UUID
    case_id: UUID | None
    objects = EnquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-id"], name="enquiries_of_organization"),
            models.Index(fields=["case"], name="enquiries_of_case", condition=Q(case__isnull=False)),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it may still be answered."""
        return self.state_now == EnquiryState.OPEN

    @property
    def state_now(self) -> str:
        """The state, also when the clock hasn't come by yet."""
        over = self.state == EnquiryState.OPEN and self.closes_at <= timezone.now()
        return EnquiryState.EXPIRED if over else self.state


class EnquiryAnswer(Asked):
    """The question as one organization got it, and its answer. It doesn't say who asks: that is a secret too.

    Neither does it say who answered: the answering organization's own trail does.
    """

    CLEAR = frozenset(
        "id public_id enquiry receiver asked_at withdrawn_at answer reason_code until answered_at told_of "
        "version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="answers")
    receiver = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason_code = models.CharField(max_length=20, choices=Refusal, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The last day on which a yes or maybe holds")
    answered_at = models.DateTimeField(null=True, blank=True)
    told_of = models.DateTimeField(null=True, blank=True, help_text="`answered_at` of the answer the asker was told of")
    version = models.PositiveIntegerField(default=1)

    enquiry_id: UUID
    receiver_id: UUID
    objects = EnquiryAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "receiver"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, reason_code="", until=None)
                | Q(answer="no", until=None, answered_at__isnull=False)
                | Q(answer__in=["yes", "maybe"], reason_code="", until__isnull=False, answered_at__isnull=False),
                name="answer_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "-id"], name="enquiries_received")]

    @property
    def is_open(self) -> bool:
        """Whether it may still be answered, or answered otherwise."""
        return self.state_now == EnquiryState.OPEN

    @property
    def state_now(self) -> str:
        """Open, withdrawn, or expired, as its receiver knows it."""
        if self.withdrawn_at is not None:
            return EnquiryState.WITHDRAWN
        return EnquiryState.OPEN if self.closes_at > timezone.now() else EnquiryState.EXPIRED

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is a yes or maybe that still holds on this day."""
        return self.until is not None and day <= self.until
