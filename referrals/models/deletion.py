"""That one who was told of a person was asked to delete what they hold, and what they said to it."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.querysets import DeletionQuerySet

from .referral import Referral


class DeletionAsk(ScopedModel):
    """One partner, or one who was told by hand, of one request. Nobody here sees what they do: only what they say.

    `how` is "" until somebody asked them. What another instance signs, and what a partner here answers on its page of
    the referral, is written by the database itself: the record may be sealed by then.
    """

    class How(models.TextChoices):
        """How they were asked."""

        SYSTEM = "system", _("Here in the system")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")
        IN_PERSON = "in_person", _("In person")
        MAIL = "mail", _("By mail or message")

    class Answer(models.TextChoices):
        """What they say; "" while they haven't said."""

        DELETED = "deleted", _("They say that it is deleted")
        REFUSED = "refused", _("They keep it")

    class Ground(models.TextChoices):
        """Why they keep it."""

        LAW = "law", _("A law makes them keep it")
        OWN = "own", _("It is a record of their own, made with the person")
        CLAIM = "claim", _("It is needed for a legal claim")
        NONE = "none", _("They gave no ground")

    CLEAR = frozenset(
        "id organization public_id case person request partner referral how asked_on asked_by due_on answer ground "
        "answered_on answered_by reminded_at".split()
    )

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey("cases.DataRequest", on_delete=models.CASCADE, related_name="deletions")
    partner = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, null=True, related_name="+")
    recipient = EncryptedText(_("to whom"), max_length=300, null=True)
    how = models.CharField(_("how they were asked"), max_length=10, choices=How, blank=True)
    asked_on = models.DateField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    whom = EncryptedText(_("with whom"), max_length=200, null=True)
    due_on = models.DateField(help_text="Asked, or answered, by then")
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    ground = models.CharField(max_length=8, choices=Ground, blank=True)
    words = EncryptedText(_("what they said"), max_length=1000, null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who wrote it down here; null: the partner itself",
    )
    reminded_at = models.DateTimeField(null=True)

    organization_id: UUID
    person_id: UUID
    answered_by_id: UUID | None
    objects = DeletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "partner"], condition=Q(partner__isnull=False), name="one_ask_of_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(recipient__isnull=False), name="deletion_asked_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(how="", asked_on=None, answer="") | (~Q(how="") & Q(asked_on__isnull=False)),
                name="deletion_answered_once_asked",
            ),
            models.CheckConstraint(
                condition=(Q(answer="", answered_on=None) | Q(~Q(answer=""), answered_on__isnull=False))
                & (Q(answer="refused") & ~Q(ground="") | ~Q(answer="refused") & Q(ground="")),
                name="deletion_refused_on_a_ground",
            ),
        ]
        indexes = [models.Index(fields=["organization", "answer", "due_on"], name="deletions_by_day")]

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.person_id)

    @property
    def name(self) -> str:
        """Who is asked."""
        return self.partner.name if self.partner else str(self.recipient or "")

    def is_late(self, day: datetime.date) -> bool:
        """Whether they should have been asked, or have answered, before that day."""
        return not self.answer and self.due_on < day
