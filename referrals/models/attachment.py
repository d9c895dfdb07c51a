"""A document that goes along with what is disclosed: chosen by the sender, copied and sealed when it is released."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.querysets import AttachmentQuerySet

from .referral import Referral
from .snapshot import DisclosureSnapshot


class ReferralAttachment(ScopedModel):
    """Until it is released only its sender sees that it was chosen. The copy lies under the disclosure's key."""

    class Scan(models.TextChoices):
        """Whether a virus scanner has looked at it."""

        WAITING = "waiting", _("Being looked at for viruses")
        CLEAN = "clean", _("No virus found")
        INFECTED = "infected", _("A virus was found: it can't be opened")
        NOT_LOOKED_AT = "not_looked_at", _("No virus scanner is set up here")

    CLEAR = frozenset(
        (
            "id public_id organization referral document snapshot media_type size scan chosen_by chosen_at released_at"
        ).split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey("cases.Document", on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(DisclosureSnapshot, on_delete=models.CASCADE, null=True, related_name="+")
    title = EncryptedText(_("title"), max_length=200, null=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    scan = models.CharField(max_length=14, choices=Scan)
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "document"], name="one_copy_per_document"),
            models.CheckConstraint(
                condition=Q(snapshot=None, title__isnull=True, released_at=None)
                | Q(snapshot__isnull=False, title__isnull=False, released_at__isnull=False),
                name="attachment_released_under_a_key",
            ),
        ]
        indexes = [models.Index(fields=["referral", "id"], name="attachments_of_referral")]

    def key_owner(self) -> KeyOwner:
        """The data key of what was disclosed."""
        if self.snapshot is None:
            raise ValueError("nothing is sealed before it is released")
        return KeyOwner(self.snapshot.organization_id, self.snapshot.pk)
