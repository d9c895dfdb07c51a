"""Consent: per purpose, recipient and kinds of data, with a required end. A row never changes but to end, once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.people import ConsentQuerySet

from .base import OfOrganization
from .person import Person


class Consent(OfOrganization):
    """What a person decided about one purpose, how they were asked, and until when it holds."""

    class Purpose(models.TextChoices):
        """What the data would be used for."""

        STORE = "store", _("Keep a case record")
        SHARE = "share", _("Share with another organization")
        CARRY = "carry", _("Carry it themselves")
        STATISTICS = "statistics", _("Use in statistics without names")

    class Decision(models.TextChoices):
        """What the person said."""

        GIVEN = "given", _("Yes")
        DECLINED = "declined", _("No")

    class Basis(models.TextChoices):
        """Lawful basis of the purpose, or on what footing a child's consent stands."""

        CONSENT = "consent", _("Own consent")
        GUARDIAN = "guardian", _("Guardian")
        ASSENT_WITH_GUARDIAN = "assent_with_guardian", _("Assent with guardian")
        MATURE_MINOR = "mature_minor", _("Mature minor")
        AUTHORITY = "authority", _("Competent authority")
        BEST_INTERESTS = "best_interests", _("Best-interests decision")
        CONTRACT = "contract", _("Contract")
        VITAL_INTEREST = "vital_interest", _("Vital interest")
        LEGAL_DUTY = "legal_duty", _("Legal duty")
        PUBLIC_INTEREST = "public_interest", _("Public interest")
        LEGITIMATE_INTEREST = "legitimate_interest", _("Legitimate interest")

    class Method(models.TextChoices):
        """How the decision was given."""

        WRITTEN = "written", _("Signed")
        SPOKEN = "spoken", _("Spoken")
        WITNESSED = "witnessed", _("Witnessed mark")

    class Ending(models.TextChoices):
        """Why a consent ended before its time."""

        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced by a newer one")

    CLEAR = frozenset(
        "id organization public_id person purpose recipient categories decision basis method language "
        "text_version version starts_on ends_on recorded_by recorded_at ended_at ended_by ending replaced "
        "service_code text_language text_digest read_back guardian interpreter".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    recipient = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service_code = models.CharField(max_length=40, blank=True, help_text="The service a sharing is for; '' any")
    categories = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of data shared")
    decision = models.CharField(max_length=10, choices=Decision)
    basis = models.CharField(_("basis"), max_length=24, choices=Basis, default=Basis.CONSENT)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    language = models.CharField(_("language it was explained in"), max_length=12, blank=True)
    text_version = models.CharField(max_length=20, default="2026-11")
    text_language = models.CharField(max_length=12, blank=True, help_text="Of the text as it was shown")
    text_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text as it was shown, in hex")
    read_back = models.BooleanField(_("said back in own words"), default=False)
    witness = EncryptedText(_("witness"), max_length=200, blank=True, null=True)
    guardian = models.ForeignKey("cases.Guardian", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.ForeignKey(
        "cases.Interpreter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = EncryptedText(_("who was there"), max_length=500, blank=True, null=True)
    version = models.PositiveIntegerField(default=1)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    replaced = models.BooleanField(default=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="consent_has_an_end"),
            models.CheckConstraint(
                condition=~Q(purpose="share") | Q(recipient__isnull=False), name="sharing_names_a_recipient"
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient", "service_code"],
                condition=Q(replaced=False),
                nulls_distinct=False,
                name="one_current_word_per_purpose",
            ),
        ]
        indexes = [models.Index(fields=["person", "purpose"], name="consent_of_person")]

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.person_id)

    def holds_on(self, day: object) -> bool:
        """Whether this consent is in force on that day (a date)."""
        given = self.decision == self.Decision.GIVEN and self.ended_at is None
        return given and self.starts_on <= day < self.ends_on  # type: ignore[operator]
