"""What is done for whom: services, what they cost, and how much room there is."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.directory.codes import Cost, Line, ServiceStatus
from referrals.directory.querysets import ServiceQuerySet

from .base import ArrayField, Entry, Kept
from .organization import DirectoryOrganization


class DirectoryService(Kept):
    """A service of an organization; `service_code` says which of our own catalogue it is ("" is not said yet)."""

    CLEAR = frozenset(
        "provider service_code name alternate_name description url email status interpretation_services "
        "application_process wait_time fees_description eligibility_description alert minimum_age maximum_age serves "
        "groups cost line last_modified".split()
    )
    SHOWN = {"status": "active"}
    PARENTS = ("provider",)

    provider = models.ForeignKey(DirectoryOrganization, on_delete=models.CASCADE, related_name="services")
    service_code = models.CharField(_("service"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200)
    alternate_name = models.CharField(_("other name"), max_length=200, blank=True)
    description = models.TextField(_("what it is"), max_length=5000, blank=True)
    url = models.CharField(_("web page"), max_length=500, blank=True)
    email = models.CharField(_("public e-mail address"), max_length=254, blank=True)
    status = models.CharField(_("state"), max_length=20, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    interpretation_services = models.TextField(_("interpretation"), max_length=1000, blank=True)
    application_process = models.TextField(_("how to get in"), max_length=2000, blank=True)
    wait_time = models.CharField(_("waiting time"), max_length=200, blank=True)
    fees_description = models.TextField(_("what it costs"), max_length=1000, blank=True)
    eligibility_description = models.TextField(_("who is taken"), max_length=2000, blank=True)
    alert = models.TextField(_("to know before"), max_length=1000, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    serves = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("for whom"))
    groups = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("groups"))
    cost = models.CharField(_("cost"), max_length=10, choices=Cost, blank=True)
    line = models.CharField(_("kind of line"), max_length=12, choices=Line, blank=True, default="", db_default="")
    last_modified = models.DateTimeField(null=True, help_text="As HSDS tells it: of the file, then of our changes")

    provider_id: UUID | None
    objects = ServiceQuerySet.as_manager()  # type: ignore[misc]  # another manager than the parent's

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["service_code", "status"], name="services_by_code")]


class CostOption(Entry):
    """A price of a service, for whom and how long."""

    CLEAR = frozenset("service option currency amount amount_description valid_from valid_to".split())
    PARENTS = ("service",)

    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, related_name="costs")
    option = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    amount = models.FloatField(null=True, blank=True)
    amount_description = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)


class ServiceCapacity(Entry):
    """How many of something are free, and when that was told. Named as in HSDS 3.1."""

    CLEAR = frozenset("service unit available maximum description updated updated_by counted".split())
    PARENTS = ("service",)

    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, related_name="capacities")
    unit = models.CharField(_("what is counted"), max_length=60)
    available = models.PositiveIntegerField(_("free"))
    maximum = models.PositiveIntegerField(_("of"), null=True, blank=True)
    description = models.CharField(max_length=500, blank=True)
    updated = models.DateTimeField()
    updated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    counted = models.BooleanField(default=False, db_default=False, help_text="From houses, not typed by anybody")

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(maximum=None) | Q(available__lte=F("maximum")), name="no_more_free_than_there_is"
            ),
        ]
