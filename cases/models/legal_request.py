"""Requests of law enforcement and courts: about a person on a case, or about somebody of whom nothing is said."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from cases.legal import codes
from cases.legal.request_lifecycle import Event, State
from cases.querysets.legal import LegalQuerySet, LegalRequestQuerySet, OnRequestQuerySet, UnknownRequestQuerySet

from .authority import Authority
from .base import OfOrganization, OnCase

STATES = [(state.value, state.value) for state in State]


class LegalRequest(OnCase):
    """What was asked, what counsel said, what was decided by a second person, what was released."""

    Kind, Counsel, Informed, Decision = codes.Request, codes.Counsel, codes.Informed, codes.Decision
    CLEAR = frozenset(
        "id organization public_id case person kind authority served_at asked answer_due_at counsel informed "
        "barred_until decision categories state version drafted_by drafted_at changed_by proposed_by decided_by "
        "decided_at released disclosure".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what was served or asked"), max_length=12, choices=codes.Request)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asker = EncryptedText(_("who asks"), max_length=300, blank=True, null=True)
    served_by = EncryptedText(_("who served it, and how"), max_length=500, blank=True, null=True)
    served_at = models.DateTimeField(_("when it was served"))
    asked = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of data asked for")
    scope = EncryptedText(_("what it asks for"), max_length=2000, blank=True, null=True)
    answer_due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    counsel = models.CharField(_("was counsel asked"), max_length=8, choices=codes.Counsel, blank=True)
    advice = EncryptedText(_("who, and what they advise"), max_length=2000, blank=True, null=True)
    informed = models.CharField(_("was the person told"), max_length=12, choices=codes.Informed, blank=True)
    bar = EncryptedText(_("what forbids telling them"), max_length=500, blank=True, null=True)
    barred_until = models.DateField(_("forbidden until"), null=True, blank=True)
    decision = models.CharField(_("what is answered"), max_length=8, choices=codes.Decision, blank=True)
    categories = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of data to release")
    reasons = EncryptedText(_("why"), max_length=2000, blank=True, null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    released = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of data released")
    disclosure = models.ForeignKey("cases.ManualDisclosure", on_delete=models.SET_NULL, null=True, related_name="+")

    authority_id: UUID | None
    drafted_by_id: UUID
    objects = LegalRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (
                    ~Q(decided_by=F("drafted_by"))
                    & (Q(changed_by=None) | ~Q(decided_by=F("changed_by")))
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="request_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(released=[]) | Q(decided_by__isnull=False), name="request_released_is_decided"
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "answer_due_at"], name="requests_by_state")]


class LegalRequestStep(OnCase):
    """One step of a request and what was said at it; written once."""

    CLEAR = frozenset("id organization case person request event before after taken_by taken_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(LegalRequest, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    before = models.CharField(max_length=10, choices=STATES)
    after = models.CharField(max_length=10, choices=STATES)
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = LegalQuerySet.as_manager()


class RequestReminder(ScopedModel):
    """What the clock has told about a request already. Ids and days only: the clock sees no request."""

    class Kind(models.TextChoices):
        """What was told."""

        DUE = "due", _("Its answer is due soon")
        UNBARRED = "unbarred", _("The person may be told of it again")

    CLEAR = frozenset("id organization request kind due_on told_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(LegalRequest, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    due_on = models.DateField(help_text="The day as it was then: one that was changed is told of again")
    told_at = models.DateTimeField(auto_now_add=True)

    objects = OnRequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "kind", "due_on"], name="one_request_reminder_each")]


class UnknownRequest(OfOrganization):
    """Somebody was asked about and the answer was neither yes nor no. It makes no case and looks nobody up.

    Sealed under a key of its own.
    """

    Kind = codes.Request
    CLEAR = frozenset("id organization public_id kind asked_at recorded_by recorded_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what was served or asked"), max_length=12, choices=codes.Request)
    asker = EncryptedText(_("who asked, and how"), max_length=500)
    about = EncryptedText(_("about whom, and what"), max_length=1000)
    answer = EncryptedText(_("what was said"), max_length=1000)
    asked_at = models.DateTimeField(_("when"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = UnknownRequestQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of the row's own."""
        return KeyOwner(self.organization_id, self.pk)
