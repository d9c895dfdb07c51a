"""Two cases that may be about one person, found by comparing everybody at night."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from casemgr.ids import public_id
from cases.querysets.cases import DuplicatePairQuerySet

from .base import OfOrganization


class DuplicatePair(OfOrganization):
    """The older case and the newer one. Once somebody said that they are two people, the pair isn't shown again."""

    CLEAR = frozenset("id organization public_id case other score found_at dismissed_at dismissed_by".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="Likeness of the names, 0 to 100")
    found_at = models.DateTimeField(auto_now_add=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="one_pair_of_cases"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="a_pair_is_of_two"),
        ]
        indexes = [models.Index(fields=["organization", "-score"], name="pairs_by_score")]
