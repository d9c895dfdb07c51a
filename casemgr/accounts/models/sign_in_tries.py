"""Wrong tries to sign in, counted where every process sees them and a restart forgets none."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SignInTries(models.Model):
    """How often somebody failed, in one pool: a keyed digest of an account, a known device, or an address."""

    CLEAR = frozenset("pool failures last_at".split())

    pool = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "tries"
