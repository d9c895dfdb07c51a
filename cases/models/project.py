"""Projects that pay for the work, with what counts beside casework: trainings; and how an organization counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet, KeptListQuerySet

from .base import OfOrganization

if TYPE_CHECKING:
    import datetime


class ProjectQuerySet(KeptListQuerySet):
    """Projects."""

    def running_on(self, day: datetime.date) -> Self:
        """Begun and not over on that day."""
        return self.offered().filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Project(OfOrganization):
    """A grant: who pays, from when until when, and which services it pays for unless somebody says otherwise."""

    CLEAR = frozenset(
        "id organization public_id name funder starts_on ends_on services version created_by created_at "
        "ended_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    funder = models.CharField(_("funder"), max_length=100, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text="Last day")
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True, help_text="Paid for by default")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, help_text="Taken away; what it paid for still counts")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="project_name_per_organization"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="project_ends_after_it_starts"
            ),
        ]


class Training(OfOrganization):
    """People taught, who are nobody's cases: counted apart from survivors. Written once."""

    class Audience(models.TextChoices):
        """Who was taught."""

        PROFESSIONALS = "professionals", _("Professionals")
        OFFICIALS = "officials", _("Police, courts, officials")
        COMMUNITY = "community", _("Community")
        AT_RISK = "at_risk", _("People at risk")

    CLEAR = frozenset(
        "id organization public_id audience held_on people minutes project recorded_by created_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    audience = models.CharField(_("who was taught"), max_length=14, choices=Audience)
    held_on = models.DateField(_("date"))
    people = models.PositiveIntegerField(_("how many people"), validators=[MinValueValidator(1)])
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="trainings")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()


class ReportRules(OfOrganization):
    """How an organization counts: when its year begins, and below which number of people nothing leaves."""

    LEAST, FIRST_MONTH = 10, 1
    CLEAR = frozenset("id organization least first_month version".split())

    organization = models.OneToOneField("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField(default=LEAST, validators=[MinValueValidator(5), MaxValueValidator(100)])
    first_month = models.PositiveSmallIntegerField(
        default=FIRST_MONTH, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    version = models.PositiveIntegerField(default=1)

    objects = FundQuerySet.as_manager()
