"""A referral: what both sides may know of it before anything is disclosed. All of it is coded and clear."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.codes import AgeBand, Feedback, NotPhoned, Outcome, Role, Urgency, spoken_code
from referrals.lifecycle import KEPT_FOR_A_WHILE, RECEIVER_SEES, DeclineReason, EndReason, State, Tier
from referrals.querysets import AWAITING_ANSWER, ReferralQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User

    from .party import ReferralParty


class Referral(ScopedModel):
    """An offer from one organization to another. Whom it is about stands only in the sender's party row."""

    CLEAR = frozenset(
        (
            "id public_id sender receiver service_code needs urgency deadline state state_since version age_band "
            "region language interpreter_needed feedback reason_code outcome offered_at created_at wait_until "
            "phoned_at not_phoned purged_at"
        ).split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    sender = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(_("service"), max_length=40)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("also needed"))
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    deadline = models.DateTimeField(_("decide by"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=[(s, s) for s in State], default=State.DRAFT)
    state_since = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, blank=True)
    region = models.CharField(_("region"), max_length=20, blank=True, help_text="Where the service is needed")
    language = models.CharField(_("language"), max_length=12, blank=True, help_text="BCP 47")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    feedback = models.CharField(max_length=10, choices=Feedback, default=Feedback.STATUS)
    reason_code = models.CharField(max_length=20, choices=[(r, r) for r in (*DeclineReason, *EndReason)], blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    wait_until = models.DateField(null=True, blank=True, help_text="Last day on the receiver's waiting list")
    phoned_at = models.DateTimeField(null=True, blank=True, help_text="When the sender telephoned about an emergency")
    not_phoned = models.CharField(max_length=20, choices=NotPhoned, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True, help_text="When what was disclosed was destroyed")

    own_side: ReferralParty | None = None  # of the user for whom an action locked it, as it was then

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="referral_between_two"),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=False) | Q(state__in=["draft", "withdrawn", "entered_in_error"]),
                name="referral_offered_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-id"], name="referrals_sent"),
            models.Index(fields=["receiver", "state", "-id"], name="referrals_received"),
        ]

    @property
    def is_past_deadline(self) -> bool:
        """Whether the time to decide on this offer has passed."""
        return self.deadline is not None and self.deadline <= timezone.now()

    @property
    def is_purged(self) -> bool:
        """Whether what was disclosed is destroyed, or past its time and about to be."""
        if self.purged_at is not None:
            return True
        kept_until = self.state_since + settings.CASEMGR_REFERRAL_KEPT
        return self.state in KEPT_FOR_A_WHILE and kept_until <= timezone.now()

    @property
    def is_undecided(self) -> bool:
        """Whether the receiver has the offer and hasn't answered."""
        return self.state in AWAITING_ANSWER

    @property
    def wants_phone_call(self) -> bool:
        """Whether the sender should telephone the receiver now, or say why not."""
        told = self.phoned_at is not None or self.not_phoned != ""
        return self.urgency == Urgency.EMERGENCY and self.is_undecided and not told

    @property
    def spoken_code(self) -> str:
        """What is said of it on the telephone, and stands on paper."""
        return spoken_code(self.public_id)

    def role_of(self, organization_id: UUID | None) -> Role:
        """Which side an organization of this referral is on."""
        return Role.SENDER if organization_id == self.sender_id else Role.RECEIVER

    def tier_for(self, user: User) -> Tier:
        """How much of the referral the user's organization sees now; the sender sees its own offer always."""
        if self.role_of(user.organization_id) is Role.SENDER:
            return Tier.DISCLOSURE
        return self.receiver_tier

    @property
    def receiver_tier(self) -> Tier:
        """How much the receiver sees now."""
        return Tier.TOMBSTONE if self.is_purged else RECEIVER_SEES[State(self.state)]
