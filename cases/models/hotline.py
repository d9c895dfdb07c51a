"""Calls for help: a contact that may become a case, sealed under a key of its own, and counts of all calls."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.contact import CallTallyQuerySet, QuickContactQuerySet

from .base import OfOrganization
from .person import SafeContact


class CallKind(models.TextChoices):
    """What somebody calls for. The first question of every call, and often the last."""

    HELP = "help", _("Wants help")
    INFORMATION = "information", _("Asks for information")
    CONCERN = "concern", _("Worried about somebody else")
    PROFESSIONAL = "professional", _("A professional asks")
    WRONG = "wrong", _("Wrong number")
    SILENT = "silent", _("Silent")
    ABUSIVE = "abusive", _("Abusive")


class CallChannel(models.TextChoices):
    """How they came."""

    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    CHAT = "chat", _("Chat or messaging app")
    EMAIL = "email", _("E-mail")
    DOOR = "door", _("At the door")


#: counted, and nothing else is ever kept of them
COUNTED_ONLY = frozenset({CallKind.WRONG, CallKind.SILENT, CallKind.ABUSIVE})

SEALED = ("alias", "region", "reach", "hours", "words")
#: a contact of a case keeps none of them
NO_WORDS = Q(**{f"{name}__isnull": True for name in SEALED}, needs=[], language="")


class QuickContact(OfOrganization):
    """What a caller offered, as they offered it. Nobody consented to a record: it is deleted unless it becomes a case.

    Its words are sealed under a key of its own, which ends with them; in a case they are the person's.
    """

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Open")
        FOLLOWED = "followed", _("Followed up")
        CASE = "case", _("Became a case")
        CLOSED = "closed", _("Closed")

    class Result(models.TextChoices):
        """What came of calling back; "" is not tried."""

        REACHED = "reached", _("Reached them")
        NO_ANSWER = "no_answer", _("No answer")
        SOMEONE_ELSE = "someone_else", _("Somebody else answered")
        UNSAFE = "unsafe", _("Unsafe: don't try again")

    MOST_NEEDS = 2
    SEALED = SEALED
    CLEAR = frozenset(
        "id organization public_id kind channel needs language country danger way call_on state result tries worker "
        "taken_by taken_at late_reason touched_at case version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what for"), max_length=12, choices=CallKind)
    channel = models.CharField(_("how"), max_length=6, choices=CallChannel)
    needs = ArrayField(models.CharField(max_length=40), default=list, help_text="Codes of services")
    language = models.CharField(_("language"), max_length=12, blank=True, help_text="BCP 47")
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    danger = models.BooleanField(_("in danger now"), default=False)
    way = models.CharField(_("safe to call back"), max_length=10, choices=SafeContact.Channel, blank=True)
    call_on = models.DateField(_("call back on"), null=True, blank=True)
    alias = EncryptedText(_("known as"), max_length=120, blank=True, null=True)
    region = EncryptedText(_("region or town"), max_length=120, blank=True, null=True)
    reach = EncryptedText(_("number or address"), max_length=120, blank=True, null=True)
    hours = EncryptedText(_("safe hours"), max_length=200, blank=True, null=True)
    words = EncryptedText(_("what was said"), max_length=10000, blank=True, null=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    result = models.CharField(_("what came of calling back"), max_length=12, choices=Result, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: whoever is on shift"
    )
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    touched_at = models.DateTimeField()
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, related_name="quick_contacts")
    version = models.PositiveIntegerField(default=1)

    objects = QuickContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None) & ~Q(state="case") | Q(case__isnull=False, state="case"),
                name="contact_of_a_case_says_so",
            ),
            models.CheckConstraint(condition=Q(case=None) | NO_WORDS, name="contact_of_a_case_keeps_no_words"),
        ]
        indexes = [models.Index(fields=["organization", "state", "call_on"], name="contacts_by_call_back")]

    def key_owner(self) -> KeyOwner:
        """A key of the contact's own."""
        return KeyOwner(self.organization_id, self.pk)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is done with it."""
        return self.state in (self.State.CASE, self.State.CLOSED)


class CallTally(OfOrganization):
    """How many calls: by kind and channel a day; by hour, language, need and outcome a month, each apart.

    No two facts of one call stand together except kind and channel.
    """

    class Part(models.TextChoices):
        """What is counted."""

        KIND = "kind", _("What for")
        HOUR = "hour", _("Hour")
        LANGUAGE = "language", _("Language")
        NEED = "need", _("Needed")
        OUTCOME = "outcome", _("What became of it")

    CLEAR = frozenset("id organization day part code channel count".split())

    day = models.DateField(help_text="Of a kind the day, of everything else the first of the month")
    part = models.CharField(max_length=8, choices=Part)
    code = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=CallChannel, blank=True, help_text="Of a kind")
    count = models.PositiveIntegerField(default=0)

    objects = CallTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "day", "part", "code", "channel"], name="one_tally_each")
        ]
