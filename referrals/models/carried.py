"""What a person carries: a disclosure that opens with the code on their slip and the passcode in their head."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, JointOwner, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.carried_lifecycle import State
from referrals.carried_querysets import OfCarriedQuerySet


class CarriedLink(ScopedModel):
    """One slip, and what it opens as it was when it was made. Neither code nor passcode is kept.

    `content` is sealed twice: under slip and passcode (`encryption.slips`), and that under a key of its own here, which
    whatever ends the slip destroys. The names of the fields stay for the list of who was told what.
    """

    CLEAR = frozenset(
        "id organization public_id case person consent maker service_code categories fields finder state state_since "
        "openings most_openings misses made_at expires_at ended_by reply_hash reply_until".split()
    )

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey("cases.Consent", on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(_("service"), max_length=40)
    categories = ArrayField(models.CharField(max_length=20), help_text="Kinds of data the consent named")
    fields = ArrayField(models.CharField(max_length=40), help_text="Names of the fields it shows")
    finder = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the code of 100 bits, in hex")
    content = EncryptedText(null=True)
    state = models.CharField(max_length=8, choices=[(s, s) for s in State], default=State.READY)
    state_since = models.DateTimeField()
    openings = models.PositiveSmallIntegerField(default=0)
    most_openings = models.PositiveSmallIntegerField()
    misses = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reply_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what lets one word be left, in hex")
    reply_until = models.DateTimeField(null=True)

    objects = OfCarriedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(openings__lte=F("most_openings")), name="carried_opened_within_limit"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="carried_has_an_end"),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "expires_at"], name="carried_by_end"),
            models.Index(fields=["reply_hash"], name="carried_by_reply", condition=~Q(reply_hash="")),
        ]

    def key_owner(self) -> JointOwner:
        """Its own key joined with the person's: ending the slip or erasing the person closes it."""
        return JointOwner(self.organization_id, self.pk, self.person_id)


class CarriedReply(ScopedModel):
    """What somebody who opened it left for the worker: once, and nobody knows for sure who they are."""

    CLEAR = frozenset("id organization case person link left_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    link = models.OneToOneField(CarriedLink, on_delete=models.CASCADE, related_name="reply")
    service = EncryptedText(_("service"), max_length=120, blank=True, null=True)
    telephone = EncryptedText(_("telephone"), max_length=60, blank=True, null=True)
    words = EncryptedText(_("message"), max_length=500, blank=True, null=True)
    left_at = models.DateTimeField()

    objects = OfCarriedQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's: it outlives the slip, and goes with them."""
        return KeyOwner(self.organization_id, self.person_id)
