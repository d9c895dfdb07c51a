"""A group that met: one record of the group, a service for each who came. Who else came is nobody's to read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet

from .base import OfOrganization


class GroupSession(OfOrganization):
    """When, what sort and who led it. Its attendance are service records, each seen with its own case only."""

    CLEAR = frozenset("id organization public_id service_code held_on minutes led_by created_by created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    service_code = models.CharField(_("service"), max_length=40, default="group_session")
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    led_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()
