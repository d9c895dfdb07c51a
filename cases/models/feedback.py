"""What people say of the help they got, without a name: counts, and words that hang on nothing.

Nothing here points to a person, a case, a worker or another answer, and no time is kept but the week. The ids are
random: time-ordered ones would tell the millisecond.
"""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.feedback import FeedbackCountQuerySet, FeedbackDoorQuerySet, FeedbackWordQuerySet

from .base import OfOrganization
from .complaint import ComplaintStep


class Question(models.TextChoices):
    """What is asked, in this order; each may be left out."""

    SAFE = "safe", _("Did you feel safe with us?")
    HEARD = "heard", _("Did we listen to you?")
    RIGHTS = "rights", _("Were you told your rights, and that you could say no?")
    NEEDS = "needs", _("Did you get what you needed?")
    OTHERS = "others", _("Would you tell somebody else to come to us?")


class Answer(models.TextChoices):
    """What may be answered; a question left out is counted as that."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NONE = "none", _("Left out")


def door_code() -> str:
    """120 random bits as 24 letters and digits that nobody mixes up."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _letter in range(24))


class FeedbackDoor(OfOrganization):
    """The one address of an organization where words are left; closed until somebody opens it."""

    CLEAR = frozenset("id organization code open changed_at".split())

    organization = models.OneToOneField("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24, unique=True, default=door_code, help_text="Stands in the address")
    open = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FeedbackDoorQuerySet.as_manager()


class FeedbackCount(OfOrganization):
    """How often a question was answered so in a week. Answers of one person don't stand together."""

    CLEAR = frozenset("id organization week question answer count".split())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.DateField(help_text="Its Monday")
    question = models.CharField(max_length=8, choices=Question)
    answer = models.CharField(max_length=8, choices=Answer)
    count = models.PositiveIntegerField(default=0)

    objects = FeedbackCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "week", "question", "answer"], name="one_answer_each")
        ]


class FeedbackWord(OfOrganization):
    """What somebody wrote, sealed under the organization's key: a key of its own would tell when it was made."""

    CLEAR = frozenset("id organization public_id week harm step".split())
    MOST = 2000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    week = models.DateField(help_text="Its Monday")
    words = EncryptedText(_("in your own words"), max_length=MOST)
    harm = models.BooleanField(default=False, help_text="About harm by staff: for whoever receives complaints alone")
    step = models.CharField(max_length=10, choices=ComplaintStep.Kind, blank=True)

    objects = FeedbackWordQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The organization itself."""
        return KeyOwner(self.organization_id, self.organization_id)
