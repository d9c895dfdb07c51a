"""A service: planned, given, declined by the person, or not to be had."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.base import OnCaseQuerySet

from .base import OnCase


class ServiceRecord(OnCase):
    """One service of the catalogue on one day; for money help also how much."""

    class Outcome(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", _("Planned")
        DELIVERED = "delivered", _("Given")
        DECLINED = "declined", _("Declined by the person")
        UNAVAILABLE = "unavailable", _("Not available")

    class Unit(models.TextChoices):
        """What is counted."""

        HOURS = "hours", _("Hours")
        NIGHTS = "nights", _("Nights")
        TIMES = "times", _("Times")
        ITEMS = "items", _("Items")

    CLEAR = frozenset(
        "id organization public_id case person service_code outcome on_date late_reason amount currency quantity unit "
        "session project recorded_by created_at settled_by settled_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="services")
    service_code = models.CharField(_("service"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.DELIVERED)
    on_date = models.DateField(_("date"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")
    quantity = models.DecimalField(_("how much"), max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, blank=True)
    session = models.ForeignKey("cases.GroupSession", on_delete=models.PROTECT, null=True, related_name="attendance")
    project = models.ForeignKey(
        "cases.Project", on_delete=models.PROTECT, null=True, related_name="services_paid", verbose_name=_("paid by")
    )
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, help_text="When a planned one was said to be given, declined …")
    detail = EncryptedText(_("detail"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-on_date"], name="services_of_case"),
            models.Index(
                fields=["organization", "outcome", "on_date"],
                include=["person", "case", "service_code", "project"],
                name="services_by_day",
            ),
        ]
