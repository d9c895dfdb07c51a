"""The support plan: goals in the person's words, a safety plan, and what a second person approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.work import ApprovalQuerySet

from .base import OnCase


class Goal(OnCase):
    """Something the person wants to reach. Its steps are tasks."""

    class Area(models.TextChoices):
        """What it is about."""

        SAFETY = "safety", _("Safety")
        HOUSING = "housing", _("Housing")
        HEALTH = "health", _("Health and well-being")
        LEGAL = "legal", _("Rights and papers")
        INCOME = "income", _("Work and income")
        EDUCATION = "education", _("Learning")
        FAMILY = "family", _("Family and community")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Under way")
        REACHED = "reached", _("Reached")
        DROPPED = "dropped", _("No longer wanted")

    CLEAR = frozenset(
        "id organization public_id case person area state target_on created_by created_at settled_on version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    words = EncryptedText(_("the goal, in the person's words"), max_length=1000)
    area = models.CharField(_("about"), max_length=10, choices=Area)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    outcome = EncryptedText(_("what came of it"), max_length=1000, blank=True, null=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    settled_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OnCaseQuerySet.as_manager()


class SafetyPlan(OnCase):
    """One version of what to do when it gets dangerous; the newest holds, older ones stay readable."""

    CLEAR = frozenset("id organization case person written_by written_at".split())
    PARTS = ("warning_signs", "what_helps", "safe_places", "who_to_call", "ready_to_leave")

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    warning_signs = EncryptedText(_("signs of danger"), max_length=2000, blank=True, null=True)
    what_helps = EncryptedText(_("what helps"), max_length=2000, blank=True, null=True)
    safe_places = EncryptedText(_("safe places"), max_length=2000, blank=True, null=True)
    who_to_call = EncryptedText(_("who to call"), max_length=2000, blank=True, null=True)
    ready_to_leave = EncryptedText(_("what is ready for leaving"), max_length=2000, blank=True, null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()


class Approval(OnCase):
    """A question to a second person, with what it was about at that moment; answered once."""

    class Kind(models.TextChoices):
        """What is to be approved."""

        PLAN = "plan", _("Support plan")
        CLOSURE = "closure", _("Closing the case")

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Waits for an answer")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    CLEAR = frozenset(
        "id organization public_id case person kind number state asked_by asked_at decided_by decided_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField(help_text="Version of its kind in this case, from 1")
    content = EncryptedJSON(default=dict, help_text="What was asked about, as it was then; empty: erased")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    note = EncryptedText(_("what to change, or what was agreed"), max_length=1000, blank=True, null=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="approval_versions"),
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(state="asked"), name="one_approval_asked"),
        ]
        indexes = [models.Index(fields=["organization", "state", "asked_at"], name="approvals_asked")]
