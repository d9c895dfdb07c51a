"""People found together: an incident, a row for each person by number alone, and their cases once they agreed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.shelter import IncidentHelperQuerySet, IncidentQuerySet, IncidentRowQuerySet

from .base import OfOrganization, OnCase


class Incident(OfOrganization):
    """A raid, a landing, a workplace: seen by who leads it, who is named as helping, and supervisors."""

    class Kind(models.TextChoices):
        """What it was."""

        RAID = "raid", _("Raid or search")
        LANDING = "landing", _("Landing or rescue at sea")
        WORKPLACE = "workplace", _("Workplace")
        VEHICLE = "vehicle", _("Vehicle or convoy")
        HOUSE = "house", _("House or camp")
        OTHER = "other", _("Something else")

    CLEAR = frozenset(
        "id organization public_id kind happened country region setting authority mark expected lead opened_by "
        "opened_at closed_by closed_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what it was"), max_length=10, choices=Kind)
    happened = models.CharField(_("when"), max_length=10, blank=True, help_text="ISO 8601 year, month or day")
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    region = models.CharField(_("region"), max_length=6, blank=True, help_text="ISO 3166-2 code")
    setting = models.CharField(_("setting"), max_length=20, blank=True)
    authority = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    words = EncryptedText(_("what helpers must know"), max_length=1000, blank=True, null=True)
    mark = models.CharField(max_length=2, help_text="Random letters before the numbers on wristbands")
    expected = models.PositiveSmallIntegerField(_("how many people"), null=True)
    lead = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of the incident's own."""
        return KeyOwner(self.organization_id, self.pk)


class IncidentHelper(OfOrganization):
    """A colleague who was named as helping; that opens the list of numbers, and no case."""

    CLEAR = frozenset("id organization incident user named_by named_at".split())

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="helpers")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    named_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)

    objects = IncidentHelperQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="one_helper_each")]


class IncidentRow(OfOrganization):
    """One person by number. Never a name; what was seen of them is forgotten once they answered."""

    class State(models.TextChoices):
        """What they said when asked in private."""

        WAITING = "waiting", _("Not asked yet")
        AGREED = "agreed", _("Agreed: has a case")
        REFUSED = "refused", _("Refused a record")
        LEFT = "left", _("Left before being asked")

    CLEAR = frozenset(
        "id organization public_id incident number state sex age_band language urgent helped added_by added_at "
        "asked_by asked_at version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sex = models.CharField(_("sex"), max_length=8, blank=True)
    age_band = models.CharField(_("age"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text="BCP 47")
    urgent = models.CharField(_("urgent"), max_length=12, blank=True)
    helped = ArrayField(models.CharField(max_length=16), default=list, help_text="Help given without a record")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = IncidentRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="one_row_of_a_number")]

    @property
    def band(self) -> str:
        """What stands on the wristband."""
        return f"{self.incident.mark}-{self.number:02d}"


class IncidentCase(OnCase):
    """Whose case this row became: known to whoever sees the case, and to nobody else."""

    CLEAR = frozenset("id organization case person incident row made_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="cases")
    row = models.ForeignKey(IncidentRow, on_delete=models.CASCADE, related_name="cases")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row"], name="one_case_of_a_row")]
