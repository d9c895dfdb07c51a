"""A list of cases that somebody wants to come back to: which view, narrowed how."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.desk import SavedViewQuerySet

from .base import OfOrganization


class SavedView(OfOrganization):
    """Its maker's own, or shared with the organization. `query` holds codes and random ids, as an address would."""

    CLEAR = frozenset("id organization public_id author query shared created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = EncryptedText(_("name of the view"), max_length=40)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of its maker's own things: people type names where none belong."""
        return KeyOwner(self.organization_id, self.author_id)
