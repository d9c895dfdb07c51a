"""What a person asked for about their own record, each step of it, and what keeps a record from being erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.rights import (
    DataRequestQuerySet,
    ErasedQuerySet,
    LegalHoldQuerySet,
    LogHoldQuerySet,
    OnRequestQuerySet,
    RuleQuerySet,
)
from cases.rights import codes
from cases.rights.lifecycle import HIDING, OPEN, Event, State

from .base import OfOrganization, OnCase

STATES = [(state.value, state.value) for state in State]
HIDDEN, UNENDED = [state.value for state in HIDING], [state.value for state in OPEN]


class DataRequest(OnCase):
    """Who asked for what, how it was made sure who they are, and where it stands (cases.rights.lifecycle).

    `number` and `restricted` are the case's: while the record is sealed, nobody sees the case itself.
    """

    Kind, Asker, Identity, Finding, Outcome = codes.Kind, codes.Asker, codes.Identity, codes.Finding, codes.Outcome

    CLEAR = frozenset(
        "id organization public_id case person number restricted kind asker identity due_on state version recorded_by "
        "recorded_at finding evidence_told checked_by checked_at decided_by decided_at outcome ask_deletion "
        "erase_after return_asked_by carried_out_at guardian".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    restricted = models.BooleanField(default=False)
    kind = models.CharField(_("what is asked for"), max_length=12, choices=codes.Kind)
    asker = models.CharField(_("who asks"), max_length=14, choices=codes.Asker)
    guardian = models.ForeignKey("cases.Guardian", on_delete=models.PROTECT, null=True, related_name="+")
    identity = models.CharField(_("how we are sure who asks"), max_length=12, choices=codes.Identity, blank=True)
    authority = EncryptedText(_("why they may speak for the person"), max_length=500, blank=True, null=True)
    words = EncryptedText(_("in the person's words"), max_length=4000, blank=True, null=True)
    disputed = EncryptedText(_("what is wrong"), max_length=1000, blank=True, null=True)
    delivery = EncryptedText(_("how it is given safely"), max_length=1000, blank=True, null=True)
    due_on = models.DateField(_("answer by"))
    state = models.CharField(max_length=10, choices=STATES, default=State.ASKED.value)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    finding = models.CharField(_("what the talk in private showed"), max_length=8, choices=codes.Finding, blank=True)
    evidence_told = models.BooleanField(_("told what will be lost"), default=False)
    check_words = EncryptedText(_("what was said in private"), max_length=2000, blank=True, null=True)
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    answer = EncryptedText(_("what was decided, and why"), max_length=2000, blank=True, null=True)
    outcome = models.CharField(max_length=10, choices=codes.Outcome, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ask_deletion = models.BooleanField(_("partners are asked to delete what they hold"), default=False)
    told: Any = EncryptedJSON(null=True, help_text="Names of those who were told, when sharing ended")
    erase_after = models.DateTimeField(null=True, help_text="The end of the sealed wait")
    return_asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True, help_text="When words were erased")

    guardian_id: UUID | None
    objects = DataRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=HIDDEN)
                | (
                    Q(decided_by__isnull=False, checked_by__isnull=False, erase_after__isnull=False)
                    & ~Q(decided_by=F("recorded_by"))
                    & ~Q(decided_by=F("checked_by"))
                ),
                name="erasure_approved_by_a_second",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=UNENDED, kind__in=["erasure", "retention"]),
                name="one_erasure_open",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "due_on"], name="data_requests_by_state")]

    @property
    def label(self) -> str:
        """The case number as people say it."""
        return f"C-{self.number:04d}"

    @property
    def hides(self) -> bool:
        """Whether the record is sealed because of it."""
        return self.state in HIDING


class RequestStep(OnCase):
    """One step of a request and what was said at it; written once."""

    CLEAR = frozenset("id organization case person request event before after finding taken_by taken_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    before = models.CharField(max_length=10, choices=STATES)
    after = models.CharField(max_length=10, choices=STATES)
    finding = models.CharField(_("what the talk in private showed"), max_length=8, choices=codes.Finding, blank=True)
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = OnRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["request", "taken_at"], name="steps_of_request")]


class LegalHold(OnCase):
    """A court or a law wants this record kept. It ends on its day, or when two people lift it."""

    CLEAR = frozenset(
        "id organization public_id case person until placed_by placed_at lift_asked_by lifted_by lifted_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    reason = EncryptedText(_("why it must be kept"), max_length=1000)
    until = models.DateField(_("until"), null=True, blank=True)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    lift_asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_by=None) | (Q(lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))),
                name="hold_lifted_by_two",
            )
        ]


class LogHold(OfOrganization):
    """A court or a law wants an entry of a log kept that belongs to no case. It ends as a hold on a record does."""

    CLEAR = frozenset(
        "id organization public_id basis subject until placed_by placed_at lift_asked_by lifted_by lifted_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    basis = models.CharField(max_length=8, choices=codes.Basis)
    subject = models.UUIDField(help_text="Key of the entry; it stays when the hold is all that tells of it")
    reason = EncryptedText(_("why it must be kept"), max_length=1000)
    until = models.DateField(_("until"), null=True, blank=True)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    lift_asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    lift_asked_by_id: UUID | None
    objects = LogHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_by=None) | (Q(lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))),
                name="log_hold_lifted_by_two",
            )
        ]
        indexes = [models.Index(fields=["subject"], name="holds_of_log")]

    def key_owner(self) -> KeyOwner:
        """The entry's own key, which ends with it."""
        return KeyOwner(self.organization_id, self.subject)


class RetentionRule(OfOrganization):
    """How long a kind of case or log is kept: years after closing, and for children until an age at the least."""

    Basis = codes.Basis
    CLEAR = frozenset("id organization basis years until_age set_by set_at".split())

    basis = models.CharField(max_length=8, choices=codes.Basis)
    years = models.PositiveSmallIntegerField(_("years after closing"))
    until_age = models.PositiveSmallIntegerField(_("and until this age"), null=True, blank=True)
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "basis"], name="one_rule_of_keeping_each")]


class ErasedRecord(OfOrganization):
    """That a record was erased on a day. Nothing in it leads back to anybody."""

    class Why(models.TextChoices):
        """On what ground."""

        ERASURE = "erasure", _("It was asked for")
        RETENTION = "retention", _("The time to keep it was over")
        RESTORED = "restored", _("A restored backup had brought it back")

    CLEAR = frozenset("id organization erased_on why".split())

    erased_on = models.DateField()
    why = models.CharField(max_length=10, choices=Why)

    objects = ErasedQuerySet.as_manager()
