"""Whom releases are about, in public terms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anonymized_exports.querysets import OfficersQuerySet
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel

LIFETIME_EPSILON = 4.0


class Population(ScopedModel):
    """The people behind one door. Sizes are declared publicly and never taken from the data.

    The budget belongs to `source`: a door has one population, so that another name buys nothing.
    """

    class Source(models.TextChoices):
        """Views that may be counted."""

        POPULATION_V1 = "door.population_v1", _("Everybody who agreed, in organizations that agreed")

    CLEAR = frozenset(
        [
            "id",
            "public_id",
            "name",
            "publisher",
            "source",
            "at_least",
            "at_most",
            "lifetime_epsilon",
            "created_by",
            "created_at",
        ]
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    source = models.CharField(max_length=60, choices=Source, default=Source.POPULATION_V1, unique=True)
    at_least = models.PositiveIntegerField(_("at least this many people (declared)"))
    at_most = models.PositiveIntegerField(_("at most this many people (declared)"))
    lifetime_epsilon = models.FloatField(_("privacy budget for all time (ε)"), default=LIFETIME_EPSILON)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfficersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(at_most__gte=F("at_least")), name="population_bounds_in_order"),
            models.CheckConstraint(
                condition=Q(lifetime_epsilon__gt=0, lifetime_epsilon__lte=LIFETIME_EPSILON),
                name="population_budget_capped",
            ),
        ]

    def __str__(self) -> str:
        return self.name
