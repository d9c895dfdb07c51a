"""Whom an organization may have to tell, and on what law: its own lists, in its own words. Both begin empty."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import KeptListQuerySet

from .base import OfOrganization


class Authority(OfOrganization):
    """An authority or protection service, sealed under a key of its own."""

    CLEAR = frozenset("id organization public_id ended_at version saved_by saved_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = EncryptedText(_("name"), max_length=200)
    what_for = EncryptedText(_("what for"), max_length=300, blank=True, null=True)
    telephone = EncryptedText(_("telephone"), max_length=100, blank=True, null=True)
    address = EncryptedText(_("address"), max_length=500, blank=True, null=True)
    how_to_send = EncryptedText(_("how to send"), max_length=500, blank=True, null=True)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    objects = KeptListQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of the authority's own."""
        return KeyOwner(self.organization_id, self.pk)


class NoticeBasis(OfOrganization):
    """A law or order of one country, as the organization was advised; another wording is another row."""

    CLEAR = frozenset("id organization public_id kind country lawful ended_at saved_by saved_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what for"), max_length=16, help_text="StatutoryNotice.Kind")
    country = models.CharField(_("country"), max_length=3, help_text="ISO 3166-1 alpha-3")
    lawful = models.CharField(_("lawful basis"), max_length=16, help_text="StatutoryNotice.Lawful")
    title = EncryptedText(_("which law or order"), max_length=200)
    provision = EncryptedText(_("the provision in words"), max_length=2000)
    ended_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = KeptListQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of the row's own."""
        return KeyOwner(self.organization_id, self.pk)
