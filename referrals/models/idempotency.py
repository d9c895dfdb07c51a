"""Answers already given to a client's keyed calls, so that a repeated call changes nothing."""

from __future__ import annotations

from django.db import models

from casemgr.scoping import ScopedModel
from referrals.querysets import OwnRowsQuerySet


class IdempotencyRecord(ScopedModel):
    """A successful answer under a client's key, kept 48 hours.

    The key is stored as a hash; the body as a keyed hash under the key, which makes guessing a body from it as hard
    as guessing the key. Answers to keyed calls are coded and name nobody.
    """

    CLEAR = frozenset("id organization client key_hash body_hash status headers response created_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key_hash = models.BinaryField(max_length=32)
    body_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    response = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key_hash"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["client", "created_at"], name="answers_by_age")]
