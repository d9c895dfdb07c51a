"""A statutory notice on a case, its steps, and what was told: sealed, never changed, destroyed apart from the rest."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText, JointOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from cases.notices import codes
from cases.notices.lifecycle import Event, State
from cases.querysets.notices import NoticeQuerySet, OnNoticeQuerySet

from .authority import Authority, NoticeBasis
from .base import OnCase

STATES = [(state.value, state.value) for state in State]


class StatutoryNotice(OnCase):
    """Whom to tell what, on which law or danger, and where it stands (cases.notices.lifecycle)."""

    Kind, Lawful, Urgency, Way = codes.Kind, codes.Lawful, codes.Urgency, codes.Way
    Informed, Counsel, Verdict, FollowUp = codes.Informed, codes.Counsel, codes.Verdict, codes.FollowUp

    CLEAR = frozenset(
        "id organization public_id case person kind urgency country lawful basis authority categories informed counsel "
        "never_share state due_at version drafted_by drafted_at changed_by asked_by decided_by sent_by sent_at way "
        "review_due_at reviewed_by reviewed_at verdict follow_ups disclosure".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("why it is told"), max_length=16, choices=codes.Kind)
    urgency = models.CharField(_("how soon"), max_length=4, choices=codes.Urgency, default=codes.Urgency.DAY)
    country = models.CharField(_("country whose law it is"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    lawful = models.CharField(_("lawful basis"), max_length=16, choices=codes.Lawful, default=codes.Lawful.LEGAL_DUTY)
    basis = models.ForeignKey(NoticeBasis, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provision = EncryptedText(_("the provision in words"), max_length=2000, blank=True, null=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recipient = EncryptedText(_("who is told"), max_length=500, blank=True, null=True)
    categories = ArrayField(models.CharField(max_length=20), default=list, help_text="Kinds of data told")
    words = EncryptedText(_("told in own words"), max_length=4000, blank=True, null=True)
    call_back = EncryptedText(_("who can be called back"), max_length=300, blank=True, null=True)
    why = EncryptedText(_("why it must be told"), max_length=2000, blank=True, null=True)
    informed = models.CharField(_("was the person told"), max_length=12, choices=codes.Informed, blank=True)
    informed_words = EncryptedText(_("what was said, or why not"), max_length=1000, blank=True, null=True)
    counsel = models.CharField(_("was counsel asked"), max_length=8, choices=codes.Counsel, blank=True)
    counsel_words = EncryptedText(_("who, and what they said"), max_length=1000, blank=True, null=True)
    served_by = EncryptedText(_("who served it, and when"), max_length=500, blank=True, null=True)
    scope = EncryptedText(_("what it asks for"), max_length=2000, blank=True, null=True)
    never_share = models.BooleanField(default=False, help_text="The writer says that the list forbids telling them")
    despite = EncryptedText(_("why in spite of the never-share list"), max_length=1000, blank=True, null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    due_at = models.DateTimeField(_("to be sent by"))
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("when it was told"), null=True)
    way = models.CharField(_("how it was told"), max_length=10, choices=codes.Way, blank=True)
    spoke_with = EncryptedText(_("who took it, and their reference"), max_length=300, blank=True, null=True)
    review_due_at = models.DateTimeField(null=True, help_text="Sent because of imminent danger: to be reviewed by then")
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=codes.Verdict, blank=True)
    follow_ups = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    disclosure = models.ForeignKey("cases.ManualDisclosure", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=F("drafted_by")) & ~Q(decided_by=F("changed_by")) & ~Q(decided_by=F("asked_by"))),
                name="notice_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | (~Q(reviewed_by=F("drafted_by")) & ~Q(reviewed_by=F("changed_by")) & ~Q(reviewed_by=F("sent_by"))),
                name="notice_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(decided_by__isnull=False) | Q(review_due_at__isnull=False),
                name="notice_sent_is_approved_or_reviewed",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "due_at"], name="notices_by_state"),
            models.Index(fields=["case", "-drafted_at"], name="notices_of_case"),
        ]


class NoticeStep(OnCase):
    """One step of a notice and what was said at it; written once."""

    CLEAR = frozenset("id organization case person notice event before after taken_by taken_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(StatutoryNotice, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=10, choices=[(event.value, event.value) for event in Event])
    before = models.CharField(max_length=10, choices=STATES)
    after = models.CharField(max_length=10, choices=STATES)
    words = EncryptedText(_("in words"), max_length=4000, blank=True, null=True)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = OnNoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["notice", "taken_at"], name="steps_of_notice")]


class NoticeSheet(ScopedModel):
    """What was told, word for word. It opens under two keys, its own and its person's: ending either erases it."""

    CLEAR = frozenset("id organization notice sealed_for categories fields sealed_by sealed_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    notice = models.OneToOneField(StatutoryNotice, on_delete=models.CASCADE, related_name="sheet")
    sealed_for = models.UUIDField(help_text="The person whose key it needs: the one it was about when it was sealed")
    categories = ArrayField(models.CharField(max_length=20), help_text="Kinds of data told")
    fields = ArrayField(models.CharField(max_length=40), help_text="Names of the fields told")
    content = EncryptedJSON()
    sealed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(auto_now_add=True)

    organization_id: UUID
    objects = OnNoticeQuerySet.as_manager()

    def key_owner(self) -> JointOwner:
        """The sheet's own data key together with its person's."""
        return JointOwner(self.organization_id, self.pk, self.sealed_for)


class NoticeReminder(ScopedModel):
    """What the clock has told about a notice already. Ids and times only: the clock sees no notice."""

    class Kind(models.TextChoices):
        """What was told."""

        SENDING = "sending", _("Not sent in time")
        REVIEW_SOON = "review_soon", _("The time to review is nearly over")
        REVIEW_LATE = "review_late", _("Not reviewed in time")
        REVIEW_LATER = "review_later", _("Not reviewed a day after its time")

    CLEAR = frozenset("id organization notice kind told_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(StatutoryNotice, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind)
    told_at = models.DateTimeField(auto_now_add=True)

    objects = OnNoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "kind"], name="one_notice_reminder_each")]
