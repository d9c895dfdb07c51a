"""One publication of statistics: what was asked, where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anonymized_exports import lifecycle
from anonymized_exports.lifecycle import Event, State
from anonymized_exports.querysets import ReleaseQuerySet
from casemgr.errors import NotInThisState
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel

from .cohort import Cohort
from .population import Population

STATE_LABELS = [
    (State.PLANNED, _("Planned")),
    (State.RESERVED, _("Budget reserved")),
    (State.MEASURED, _("Counted, with noise")),
    (State.PACKAGED, _("Waiting for approval")),
    (State.APPROVED, _("Approved")),
    (State.RELEASED, _("Released")),
    (State.WITHDRAWN, _("Withdrawn")),
    (State.REFUSED, _("Refused")),
    (State.FAILED, _("Failed")),
    (State.CANCELLED, _("Cancelled")),
]


class Release(ScopedModel):
    """Tables of one workload about one population, paid for with ε. `problem` is why the last run stopped."""

    CLEAR = frozenset(
        [
            "id",
            "public_id",
            "title",
            "population",
            "cohort",
            "workload",
            "workload_digest",
            "epsilon",
            "cutoff",
            "noise_backend",
            "synthetic_seed",
            "state",
            "problem",
            "requested_at",
            "measured_at",
            "package_sha256",
            "package_bytes",
            "planned_by",
            "planned_at",
            "released_by",
            "released_at",
            "withdrawn_at",
            "reason",
        ]
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="releases")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="releases")
    workload = models.CharField(_("list of tables"), max_length=40)
    workload_digest = models.CharField(max_length=64)
    epsilon = models.FloatField(_("privacy budget (ε)"))
    cutoff = models.DateField(_("consents given up to"))
    noise_backend = models.CharField(max_length=80)
    synthetic_seed = models.PositiveIntegerField(null=True, help_text="Public; none: no synthetic rows")
    state = models.CharField(max_length=12, choices=STATE_LABELS, default=State.PLANNED, editable=False)
    problem = models.CharField(max_length=60, blank=True)
    requested_at = models.DateTimeField(null=True)
    measured_at = models.DateTimeField(null=True)
    package_sha256 = models.CharField(max_length=64, blank=True)
    package_bytes = models.PositiveIntegerField(null=True)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-released_at"], name="release_by_state")]
        constraints = [models.CheckConstraint(condition=models.Q(epsilon__gt=0), name="release_costs_something")]

    @property
    def can_run(self) -> bool:
        """Whether a run may be started, or started again after it stopped half-way."""
        return self.state in lifecycle.CAN_RUN

    @property
    def has_synthetic_rows(self) -> bool:
        """Whether the package is to hold rows made up from its tables."""
        return self.synthetic_seed is not None

    def move(self, event: Event, **changes: object) -> None:
        """Take one step of the lifecycle and save it with `changes`. Errors: NotInThisState."""
        try:
            self.state = lifecycle.target(self.state, event)
        except lifecycle.EventRefused:
            raise NotInThisState(allowed_events=lifecycle.allowed_events(self.state)) from None
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *changes])
