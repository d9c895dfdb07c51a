"""How and when somebody is reached: phones, languages, hours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Entry
from .location import DirectoryLocation, ServiceAtLocation
from .organization import DirectoryOrganization
from .service import DirectoryService


def belongs_somewhere(name: str, *parents: str) -> models.CheckConstraint:
    """At least one of these is given: a row of nothing could be seen by nobody, or by everybody."""
    condition = Q()
    for parent in parents:
        condition |= Q(**{f"{parent}__isnull": False})
    return models.CheckConstraint(condition=condition, name=name)


class DirectoryPhone(Entry):
    """A number under which a public service is reached."""

    CLEAR = frozenset("provider service location place number extension kind description".split())
    PARENTS = ("provider", "service", "location", "place")

    provider = models.ForeignKey(DirectoryOrganization, on_delete=models.CASCADE, null=True, related_name="phones")
    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, null=True, related_name="phones")
    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, null=True, related_name="phones")
    place = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="phones")
    number = models.CharField(_("phone number"), max_length=60)
    extension = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True, help_text="HSDS type: voice, fax, text …")
    description = models.CharField(max_length=500, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            belongs_somewhere("phone_of_something", "provider", "service", "location", "place"),
        ]


class DirectoryLanguage(Entry):
    """A language in which a service is given, a place is staffed or a phone answered."""

    CLEAR = frozenset("service location phone code name note".split())
    PARENTS = ("service", "location", "phone")

    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, null=True, related_name="languages")
    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, null=True, related_name="languages")
    phone = models.ForeignKey(DirectoryPhone, on_delete=models.CASCADE, null=True, related_name="languages")
    code = models.CharField(max_length=12, blank=True, help_text="BCP 47")
    name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            belongs_somewhere("language_of_something", "service", "location", "phone"),
        ]
        indexes = [models.Index(fields=["code", "service"], name="services_by_language")]


class DirectorySchedule(Entry):
    """When it is open: days of the week and hours, for a time."""

    CLEAR = frozenset("service location place freq byday opens_at closes_at valid_from valid_to description".split())
    PARENTS = ("service", "location", "place")

    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, null=True, related_name="schedules")
    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, null=True, related_name="schedules")
    place = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="schedules")
    freq = models.CharField(max_length=10, blank=True, help_text="WEEKLY or MONTHLY")
    byday = models.CharField(_("open on"), max_length=60, blank=True, help_text="MO,TU … as in RFC 5545")
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    description = models.CharField(max_length=1000, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            belongs_somewhere("hours_of_something", "service", "location", "place"),
        ]
