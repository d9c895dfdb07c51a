"""People of a population by the day of their first yes: each person is in one cohort at most, for ever."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from anonymized_exports.querysets import OfficersQuerySet
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel

from .population import Population


class Cohort(ScopedModel):
    """Days of first consent, `first_from` up to but without `first_until`, and how many people that is (declared).

    Cohorts never overlap and never change, in the database too: so what is spent on one is spent on nobody of another
    (parallel composition), and each has the budget for all time to itself.
    """

    CLEAR = frozenset("id public_id population first_from first_until at_least at_most created_by created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="cohorts")
    first_from = models.DateField(_("first yes from"))
    first_until = models.DateField(_("and before"))
    at_least = models.PositiveIntegerField(_("at least this many people (declared)"))
    at_most = models.PositiveIntegerField(_("at most this many people (declared)"))
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfficersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_until__gt=F("first_from")), name="cohort_has_days"),
            models.CheckConstraint(condition=Q(at_most__gte=F("at_least")), name="cohort_bounds_in_order"),
            # across all populations: the same people are behind each of them
            ExclusionConstraint(
                name="cohorts_apart",
                expressions=[
                    (
                        Func(F("first_from"), F("first_until"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_from} … {self.first_until}"

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """From, and before."""
        return self.first_from, self.first_until

    @property
    def last(self) -> datetime.date:
        """The last day of it."""
        return self.first_until - datetime.timedelta(days=1)
