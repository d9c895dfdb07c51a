"""Figures of a large organization, counted apart and kept for who asked: sealed, theirs alone, for a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import OwnRowsQuerySet

from .base import OfOrganization


class CountedReport(OfOrganization):
    """One question of one person, and how far its counting came. `reach` is a digest of what they could see then."""

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", _("Waiting")
        COUNTING = "counting", _("Counting")
        COUNTED = "counted", _("Counted")
        FAILED = "failed", _("Failed")

    CLEAR = frozenset(
        "id organization public_id author page question reach state steps_done asked_at moved_at counted_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=10)
    question = models.CharField(max_length=300, blank=True, help_text="Codes and random ids, as in an address")
    reach = models.CharField(max_length=90)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    steps_done = models.PositiveSmallIntegerField(default=0)
    content = EncryptedJSON(null=True, help_text="The exact numbers; null until all are counted")
    asked_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    counted_at = models.DateTimeField(null=True)

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "page", "question"], name="one_count_of_a_question")]

    def key_owner(self) -> KeyOwner:
        """A key of its own, which ends with it."""
        return KeyOwner(self.organization_id, self.pk)
