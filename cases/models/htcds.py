"""The facts of HTCDS that are no question of casework here (another system's addresses, comments, referral words …)."""

from __future__ import annotations

from typing import Any

from django.db import models

from casemgr.encryption.fields import EncryptedJSON
from cases.querysets.narrative import NarrativeQuerySet

from .base import OnCase


class HtcdsFacts(OnCase):
    """Name of a field of `cases.htcds.fields.ELSEWHERE` -> its value as text, sealed; one row a case."""

    CLEAR = frozenset("id organization case person updated_at".split())

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="htcds")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    facts: Any = EncryptedJSON(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    objects = NarrativeQuerySet.as_manager()
