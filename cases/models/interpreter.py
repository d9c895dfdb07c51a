"""Interpreters of an organization, and for whom one must not interpret."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet, OnPersonQuerySet

from .base import OfOrganization


class Interpreter(OfOrganization):
    """Somebody who interprets, sealed under a key of their own. Works only once confidentiality is signed."""

    class Gender(models.TextChoices):
        """What a person may ask for; "" is not told."""

        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Other")

    CLEAR = frozenset("id organization public_id languages gender signed_on ended_at recorded_by recorded_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = EncryptedText(_("name"), max_length=200)
    reach = EncryptedText(_("how to reach them"), max_length=300, blank=True, null=True)
    languages = ArrayField(models.CharField(max_length=12), help_text="BCP 47")
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    signed_on = models.DateField(_("confidentiality signed on"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """A key of the interpreter's own."""
        return KeyOwner(self.organization_id, self.pk)


class InterpreterBar(OfOrganization):
    """This interpreter must not interpret for this person: family, same community, same house, or they said no."""

    class Reason(models.TextChoices):
        """Why not."""

        FAMILY = "family", _("Family or partner")
        COMMUNITY = "community", _("Same small community")
        RESIDENT = "resident", _("Lives in the same place")
        ASKED = "asked", _("The person asked for somebody else")

    CLEAR = frozenset("id organization person interpreter reason recorded_by recorded_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, related_name="bars")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID
    objects = OnPersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "interpreter"], name="one_bar_each")]
