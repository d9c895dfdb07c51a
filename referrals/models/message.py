"""What the two sides say to each other about a referral: codes, and words only once the person was disclosed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.codes import ANSWERS_ONE, NAMES_DAY, MessageKind
from referrals.querysets import OnReferralQuerySet

from .referral import Referral
from .snapshot import DisclosureSnapshot

LONGEST = 2000


class ReferralMessage(ScopedModel):
    """One message of one side. Its words lie under the key of what was disclosed, and are destroyed with it."""

    CLEAR = frozenset(
        "id public_id organization referral snapshot kind day answers author through sent_at seen_at".split()
    )

    public_id = models.CharField(max_length=22, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    snapshot = models.ForeignKey(DisclosureSnapshot, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("what"), max_length=20, choices=MessageKind)
    day = models.DateField(_("which day"), null=True, blank=True)
    text = EncryptedText(_("words"), max_length=LONGEST, null=True, blank=True)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    through = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="The machine client"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, help_text="When somebody of the other side had it before them")

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "public_id"], name="one_message_per_id"),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.WORDS, text__isnull=False, snapshot__isnull=False)
                | (~Q(kind=MessageKind.WORDS) & Q(text__isnull=True, snapshot=None)),
                name="words_only_after_disclosure",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(NAMES_DAY), day__isnull=False)
                | (~Q(kind__in=sorted(NAMES_DAY)) & Q(day=None)),
                name="message_names_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answers=None) | Q(kind__in=sorted(ANSWERS_ONE)), name="message_answers_one"
            ),
        ]
        indexes = [models.Index(fields=["referral", "id"], name="messages_of_referral")]

    def key_owner(self) -> KeyOwner:
        """The data key of what was disclosed."""
        if self.snapshot is None:
            raise ValueError("words need something disclosed")
        return KeyOwner(self.snapshot.organization_id, self.snapshot.pk)
