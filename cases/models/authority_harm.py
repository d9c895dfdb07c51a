"""What authorities did to the person: arrest, detention, not identified. Kept apart from alleged perpetrators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.legal import codes
from cases.querysets.legal import HarmQuerySet

from .base import OnCase


class AuthorityHarm(OnCase):
    """One event, in a code and sealed words; never changed, only retracted with a reason."""

    Kind, By, Appeal = codes.Harm, codes.HarmBy, codes.Appeal
    CLEAR = frozenset(
        "id organization public_id case person kind done_by country appeal recorded_by recorded_at retracted_by "
        "retracted_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what happened"), max_length=16, choices=codes.Harm)
    done_by = models.CharField(_("by what authority"), max_length=12, choices=codes.HarmBy)
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    happened = EncryptedText(_("when"), max_length=10, blank=True, null=True, help_text="2023, 2023-11 or 2023-11-02")
    decided_by = EncryptedText(_("who decided"), max_length=300, blank=True, null=True)
    appeal = models.CharField(_("appeal"), max_length=10, choices=codes.Appeal, default=codes.Appeal.NOT_ASKED)
    words = EncryptedText(_("in words"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    retracted_why = EncryptedText(_("why this no longer stands"), max_length=1000, blank=True, null=True)
    retracted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)

    objects = HarmQuerySet.as_manager()
