"""A questionnaire answered about a person: begun by one colleague, then finished once and for all."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.narrative import AssessmentQuerySet, BegunAssessmentQuerySet, NarrativeQuerySet

from .base import OnCase


class Assessment(OnCase):
    """The answers, under the version they were given under. Mended by a new row that points at the former."""

    CLEAR = frozenset(
        "id organization public_id case person version amends happened_on late_reason done_by done_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("cases.QuestionnaireVersion", on_delete=models.PROTECT, related_name="+")
    answers: Any = EncryptedJSON(default=dict, help_text="As `cases.questionnaires.engine.finished` gives them")
    happened_on = models.DateField(_("date"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-happened_on"], name="assessments_of_case")]


class BegunAssessment(OnCase):
    """One that its author is still filling in; theirs alone."""

    CLEAR = frozenset("id organization public_id case person version amends author saved saved_at begun_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("cases.QuestionnaireVersion", on_delete=models.PROTECT, related_name="+")
    amends = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    answers: Any = EncryptedJSON(default=dict, help_text="As `cases.questionnaires.engine.walk` keeps them")
    saved = models.PositiveIntegerField(default=0, help_text="How often a page was saved: a stale page is refused")
    saved_at = models.DateTimeField()
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = BegunAssessmentQuerySet.as_manager()


class AssessmentReview(OnCase):
    """A second person's word on an assessment whose form asks for one. Written once."""

    CLEAR = frozenset("id organization case person assessment approved decided_by decided_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="review")
    approved = models.BooleanField()
    note = EncryptedText(_("what to change, or what was agreed"), max_length=1000, blank=True, null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = NarrativeQuerySet.as_manager()
