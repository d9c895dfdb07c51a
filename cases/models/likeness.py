"""What the organization's own comparing has told already. Ids alone, for the clock alone."""

from __future__ import annotations

from django.db import models

from cases.querysets.base import ClockQuerySet

from .base import OfOrganization


class LikenessTold(OfOrganization):
    """That people were told of two who resemble each other: two of alleged, interpreter and resident (in that house).

    `seen`: somebody sees both ends and was told which case it is; else those in charge were told that nobody does.
    """

    CLEAR = frozenset("id organization alleged interpreter stay house seen told_at".split())

    alleged = models.ForeignKey("cases.AllegedPerpetrator", on_delete=models.CASCADE, null=True, related_name="+")
    interpreter = models.ForeignKey("cases.Interpreter", on_delete=models.CASCADE, null=True, related_name="+")
    stay = models.ForeignKey("cases.Stay", on_delete=models.CASCADE, null=True, related_name="+")
    house = models.ForeignKey("cases.House", on_delete=models.CASCADE, null=True, related_name="+")
    seen = models.BooleanField()
    told_at = models.DateTimeField(auto_now_add=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alleged", "interpreter", "stay", "house", "seen"],
                nulls_distinct=False,
                name="likeness_told_once",
            )
        ]
