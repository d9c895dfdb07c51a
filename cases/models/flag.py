"""A flag on a case: something that everybody who opens it must see at once, with its reason and dates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.work import FlagQuerySet

from .base import OnCase


class Flag(OnCase):
    """Raised by a colleague and lowered again; the kind is a code, the words are sealed. One of a kind at a time."""

    class Kind(models.TextChoices):
        """What it is about; this much is seen in lists."""

        THREATS = "threats", _("Threats or pressure")
        SELF_HARM = "self_harm", _("Self-harm or suicide")
        MISSING = "missing", _("Missing")
        ALONE = "alone", _("Child without family")
        MEDICAL = "medical", _("Medical alert")
        DEADLINE = "deadline", _("Legal deadline")
        STAFF = "staff", _("Two people for visits")
        REVIEW = "review", _("Supervisor, please look")
        OTHER = "other", _("Attention")

    CLEAR = frozenset(
        "id organization public_id case person kind raised_by raised_at review_on lowered_by lowered_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what about"), max_length=12, choices=Kind)
    reason = EncryptedText(_("why"), max_length=1000)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    raised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    lowered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lowered_at = models.DateTimeField(null=True)
    outcome = EncryptedText(_("what came of it"), max_length=1000, blank=True, null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(lowered_at=None), name="one_flag_of_a_kind")
        ]
        indexes = [models.Index(fields=["organization", "kind"], condition=Q(lowered_at=None), name="flags_raised")]
