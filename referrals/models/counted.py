"""Which houses are counted for which service of the directory, so that nobody has to type how many beds are free."""

from __future__ import annotations

from django.db import models

from casemgr.scoping import ScopedModel
from referrals.directory.querysets import CountedQuerySet


class CountedHouse(ScopedModel):
    """A house whose free beds one service tells of. Others read the number and that it is counted; not which house."""

    CLEAR = frozenset("id organization house service connected_by connected_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    house = models.OneToOneField("cases.House", on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey("referrals.DirectoryService", on_delete=models.CASCADE, related_name="+")
    connected_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField(auto_now=True)

    objects = CountedQuerySet.as_manager()
