"""A case: one organization's work with one person, and who was granted sight of it by name."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.cases import CLOSED, CaseQuerySet

from .base import OfOrganization
from .person import Person


class Case(OfOrganization):
    """One stretch of work with one person. Number per organization; never in a URL."""

    class Status(models.TextChoices):
        """Where the work stands."""

        INTAKE = "intake", _("Intake")
        SCREENING = "screening", _("Screening")
        ACTIVE = "active", _("Active support")
        FOLLOW_UP = "follow_up", _("Follow-up")
        CLOSED = "closed", _("Closed")
        CLOSED_BY_REFERRAL = "closed_by_referral", _("Closed by referral")
        REOPENED = "reopened", _("Reopened")

    class Risk(models.TextChoices):
        """How urgent safety is; "" is not assessed."""

        STABLE = "stable", _("Stable")
        WATCH = "watch", _("Watch")
        URGENT = "urgent", _("Urgent")

    class Kind(models.TextChoices):
        """Who the person is to the work; people at risk are counted apart from survivors."""

        SURVIVOR = "survivor", _("Survivor")
        AT_RISK = "at_risk", _("At risk, not a survivor")

    CLOSED = CLOSED
    CLEAR = frozenset(
        "id organization public_id person number status risk restricted caseworker team opened_on late_reason "
        "closed_on next_follow_up source registered_period age_at_registration merged_into kind project sealed_at "
        "version created_at updated_at created_by".split()
    )

    # every index below begins with it
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cases")
    number = models.PositiveIntegerField(_("case number"))
    status = models.CharField(_("stage"), max_length=20, choices=Status, default=Status.INTAKE)
    risk = models.CharField(_("safety"), max_length=10, choices=Risk, blank=True)
    restricted = models.BooleanField(_("restricted"), default=False)
    caseworker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="caseload"
    )
    team = models.ForeignKey("accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(_("opened"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    next_follow_up = models.DateField(_("next follow-up"), null=True, blank=True)
    source = models.CharField(max_length=20, blank=True, help_text="How the person came: a code")
    # coarser facts of imported cases: they stand where no day and no birth year were told
    registered_period = models.CharField(max_length=9, blank=True, help_text="2019, or a span: 2014-2018")
    age_at_registration = models.CharField(max_length=10, blank=True, help_text="CTDC band, Adult or Minor")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # no db_default: it makes Django read the new row back, which nobody may see before the grant is there
    kind = models.CharField(_("counted as"), max_length=10, choices=Kind, default=Kind.SURVIVOR)
    project = models.ForeignKey(
        "cases.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Pays by default"
    )
    sealed_at = models.DateTimeField(null=True, help_text="It waits to be erased: nobody reads it")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="case_number_per_org")]
        indexes = [
            models.Index(fields=["organization", "-updated_at", "-id"], name="case_recent"),
            models.Index(
                F("organization"),
                F("next_follow_up").asc(nulls_last=True),
                F("updated_at").desc(),
                F("id").desc(),
                name="case_by_follow_up",
            ),
            models.Index(fields=["organization", "status", "risk", "-updated_at"], name="case_by_status"),
            models.Index(fields=["organization", "caseworker", "next_follow_up"], name="case_by_worker"),
        ]

    @property
    def label(self) -> str:
        """The case number as people say it."""
        return f"C-{self.number:04d}"


class CaseGrantQuerySet(models.QuerySet):
    """Grants by time."""

    def holding(self) -> Self:
        """Without an end, or not past it."""
        return self.exclude(ends_at__lte=Now())

    def lasting(self) -> Self:
        """Without an end: not those of an emergency."""
        return self.filter(ends_at=None)


class CaseGrantManager(UserObjectPermissionManager.from_queryset(CaseGrantQuerySet)):  # type: ignore[misc]
    """guardian's `assign_perm` and `remove_perm`, and grants by time."""


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A case granted to a person by name (django-guardian, direct foreign key)."""

    CLEAR = frozenset("id permission user content_object organization ends_at".split())

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Of an emergency: it opens nothing afterwards")

    objects = CaseGrantManager()

    class Meta(UserObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["user", "permission", "content_object"], name="case_grant_by_user")]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the grant in the case's own organization, which row-level security asks for."""
        self.organization_id = self.content_object.organization_id
        super().save(*args, **kwargs)
