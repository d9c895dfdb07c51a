"""Messages that an organization wrote beforehand, for when somebody else may read or hear them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.contact_rules import Way
from cases.querysets.desk import MessageTemplateQuerySet

from .base import OfOrganization


class MessageTemplate(OfOrganization):
    """One message in several languages. It names nobody, and neither the organization nor what it does."""

    CLEAR = frozenset("id organization public_id name ways texts ended_at saved_by saved_at version".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    ways = ArrayField(models.CharField(max_length=10, choices=Way), help_text="Ways of contact it is for")
    texts = models.JSONField(help_text="BCP 47 -> the text; {day} and {time} are the next appointment's")
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=models.Q(ended_at=None), name="message_name_per_org"
            )
        ]
