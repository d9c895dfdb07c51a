"""Questionnaires of an organization: a form, and its versions, which never change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet, KeptListQuerySet

from .base import OfOrganization


class Questionnaire(OfOrganization):
    """One form under its code. Switched off (`ended_at`) it is offered no more; what was answered stays readable."""

    class Kind(models.TextChoices):
        """What it is for."""

        SCREENING = "screening", _("Screening")
        ASSESSMENT = "assessment", _("Assessment")
        SAFETY_PLAN = "safety_plan", _("Questions for a safety plan")

    CLEAR = frozenset("id organization public_id code kind shipped ended_at added_by added_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    code = models.CharField(max_length=60, help_text="XLSForm's form_id")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    shipped = models.BooleanField(default=False, help_text="Came with the product")
    ended_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = KeptListQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="questionnaire_codes")]


class QuestionnaireVersion(OfOrganization):
    """A definition as `cases.questionnaires.reader` takes it. Written once; answers point at theirs."""

    CLEAR = frozenset("id organization questionnaire number definition added_by added_at".split())

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="From 1")
    definition = models.JSONField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_numbers")
        ]
