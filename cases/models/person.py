"""The person helped: identity and contacts sealed, coded facts clear; how to reach them safely; who must not learn."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedDate, EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import OnPersonQuerySet
from cases.querysets.people import NeverShareQuerySet, PersonQuerySet

from .base import OfOrganization
from .interpreter import Interpreter


class Person(OfOrganization):
    """A person served by one organization. Alias first; everything that names them is encrypted."""

    class BirthPrecision(models.TextChoices):
        """How sure the birth date is; "" is not asked."""

        EXACT = "exact", _("Exact")
        ESTIMATED = "estimated", _("Estimated")
        UNKNOWN = "unknown", _("Unknown")
        DECLINED = "declined", _("Declined to answer")

    CLEAR = frozenset(
        "id organization public_id gender citizenship birth_precision birth_year preferred_language "
        "interpreter_needed interpreter_gender literacy pronouns marital_status education children "
        "secondary_language ethnicities immigration_status disabilities declined unknown created_at "
        "updated_at version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    alias = EncryptedText(_("known as"), max_length=120)
    legal_name = EncryptedText(_("legal name"), max_length=200, blank=True, null=True)
    birth_date = EncryptedDate(_("date of birth"), blank=True, null=True)
    birth_said = EncryptedText(
        _("date of birth, as it was said"), max_length=40, blank=True, null=True, help_text="other_calendars.Said"
    )
    phone = EncryptedText(_("phone"), max_length=40, blank=True, null=True)
    email = EncryptedText(_("e-mail address"), max_length=254, blank=True, null=True)
    address = EncryptedText(_("address"), max_length=500, blank=True, null=True)
    identity_numbers = EncryptedText(_("identity numbers"), max_length=500, blank=True, null=True)
    accessibility = EncryptedText(_("accessibility needs"), max_length=500, blank=True, null=True)
    pronouns = models.CharField(_("pronouns"), max_length=20, blank=True)
    gender = models.CharField(_("gender"), max_length=30, blank=True, help_text="HTCDS prs_Gender")
    citizenship = models.CharField(_("citizenship"), max_length=10, blank=True, help_text="ISO 3166-1 alpha-3")
    birth_precision = models.CharField(max_length=10, choices=BirthPrecision, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    preferred_language = models.CharField(_("preferred language"), max_length=12, blank=True, help_text="BCP 47")
    interpreter_needed = models.BooleanField(_("interpreter needed"), default=False)
    interpreter_gender = models.CharField(
        _("gender of the interpreter that they wish for"), max_length=6, choices=Interpreter.Gender, blank=True
    )
    literacy = models.CharField(_("reading"), max_length=10, blank=True)
    marital_status = models.CharField(_("marital status"), max_length=24, blank=True, help_text="HTCDS")
    education = models.CharField(_("education"), max_length=40, blank=True, help_text="HTCDS")
    children = models.PositiveSmallIntegerField(_("number of children"), null=True, blank=True, help_text="HTCDS")
    secondary_language = models.CharField(_("second language"), max_length=12, blank=True, help_text="BCP 47")
    # asked only where the organization wants it: cases.sensitive
    ethnicities = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    immigration_status = models.CharField(_("immigration status"), max_length=24, blank=True)
    disabilities = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    religion = EncryptedText(_("religion"), max_length=100, blank=True, null=True)
    orientation = EncryptedText(_("sexual orientation"), max_length=100, blank=True, null=True)
    # questions without a code list whose answer was "declined" or "unknown"; neither: not asked
    declined = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    unknown = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.pk)


class SafeContact(OfOrganization):
    """How this person may be reached without putting them in danger. Nothing is allowed until it is said."""

    class Channel(models.TextChoices):
        """The one way to try first."""

        NONE = "none", _("Do not contact")
        CALL = "call", _("Phone call")
        TEXT = "text", _("Text message")
        APP = "app", _("Messaging app")
        EMAIL = "email", _("E-mail")
        PARTNER = "partner", _("Through another organization")
        VISIT = "visit", _("In person only")

    class Stopped(models.TextChoices):
        """Why nobody may try at all; "" is that the rules below hold. Kept by cases.actions.whereabouts alone."""

        MISSING = "missing", _("Missing")
        DEAD = "dead", _("Died")

    CLEAR = frozenset(
        "id organization person channel may_call may_text may_voicemail may_email reviewed_on unsafe_since "
        "stopped".split()
    )

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="safe_contact")
    channel = models.CharField(_("safest way"), max_length=10, choices=Channel, default=Channel.NONE)
    may_call = models.BooleanField(_("may call"), default=False)
    may_text = models.BooleanField(_("may text"), default=False)
    may_voicemail = models.BooleanField(_("may leave voicemail"), default=False)
    may_email = models.BooleanField(_("may e-mail"), default=False)
    hours = EncryptedText(_("safe hours"), max_length=200, blank=True, null=True)
    who_may_answer = EncryptedText(_("who may answer"), max_length=200, blank=True, null=True)
    if_someone_else = EncryptedText(_("what to say if someone else answers"), max_length=300, blank=True, null=True)
    code_word = EncryptedText(_("code word"), max_length=60, blank=True, null=True)
    reviewed_on = models.DateField(null=True, blank=True)
    unsafe_since = models.DateTimeField(null=True, blank=True, help_text="A contact was unsafe; cleared by a review")
    stopped = models.CharField(max_length=8, choices=Stopped, blank=True, default="")

    objects = OnPersonQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.person_id)


class NeverShare(OfOrganization):
    """An organization, or somebody described in words, who must not learn of this person."""

    class Kind(models.TextChoices):
        """What it is, where that says more than its name: every embassy is meant, whatever it calls itself."""

        EMBASSY = "embassy", _("Embassy, consulate or authority of the person's country")
        WORDED = "worded", _("Embassy, by its words")

    CLEAR = frozenset("id organization person recipient kind created_at lifted_at".split())

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="never_share")
    recipient = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    description = EncryptedText(_("who"), max_length=200, blank=True, null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, help_text="Of an embassy: the person said so, for travel papers")

    objects = NeverShareQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.person_id)
