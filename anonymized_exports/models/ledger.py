"""The privacy ledger: what was ever spent, and on whom. Rows are only added; the database sees to it."""

from django.db import models

from anonymized_exports.querysets import LedgerQuerySet
from casemgr.scoping import ScopedModel

from .cohort import Cohort
from .population import Population
from .release import Release


class LedgerEntry(ScopedModel):
    """One reservation, written before anything is read. A crashed run stays spent. No cohort: on everybody."""

    CLEAR = frozenset(
        [
            "id",
            "population",
            "cohort",
            "source",
            "release",
            "epsilon",
            "delta",
            "rho",
            "rho_before",
            "squared_sensitivity",
            "flag_cap",
            "workload_digest",
            "noise_backend",
            "code_version",
            "reserved_by",
            "reserved_at",
        ]
    )

    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="ledger")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="ledger")
    source = models.CharField(max_length=60)
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="ledger_entry")
    epsilon = models.FloatField()
    delta = models.FloatField()
    rho = models.FloatField()
    rho_before = models.FloatField()
    squared_sensitivity = models.PositiveIntegerField()
    flag_cap = models.PositiveSmallIntegerField()
    workload_digest = models.CharField(max_length=64)
    noise_backend = models.CharField(max_length=80)
    code_version = models.CharField(max_length=40)
    reserved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField(auto_now_add=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rho__gt=0, rho_before__gte=0, delta__gt=0, delta__lte=1e-6),
                name="ledger_only_spends",
            )
        ]
        indexes = [models.Index(fields=["source"], name="ledger_by_source")]
