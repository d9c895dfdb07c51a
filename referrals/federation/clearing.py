"""Throwing away what the exchange needs no longer: nonces whose signatures are too old to be taken again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from referrals.models import SeenNonce


def clear(account: User) -> None:
    """Of one pairing."""
    with acting_as_user(account), transaction.atomic():
        SeenNonce.objects.visible_to(account).filter(until__lt=timezone.now()).delete()
