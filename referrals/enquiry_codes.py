"""Code lists of enquiries: what may be asked before any consent, how long it stands, how it is answered.

What may be asked is a choice of the directory's codes: nothing of papers, of what was done to somebody, of health, of
addiction, or of who somebody is beyond women, men, girls and boys, since several organizations read it.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals.directory.codes import GROUPS, SERVES

WHOM: dict[str, object] = {code: SERVES.label(code) for code in ("women", "men", "girls", "boys")}
NEEDS: dict[str, object] = {
    code: GROUPS.label(code)
    for code in ("families", "couples", "people_with_disabilities", "wheelchair_users", "deaf_people", "with_pets")
}


class Together(models.TextChoices):
    """How many people come together, children and other dependants counted."""

    ONE = "1", _("One person")
    TWO = "2", _("Two people")
    FEW = "3_4", _("Three or four people")
    MANY = "5_plus", _("Five people or more")


class Stands(models.TextChoices):
    """How long an enquiry stands open."""

    DAY = "day", _("24 hours")
    THREE_DAYS = "three_days", _("3 days")
    WEEK = "week", _("7 days")


SPANS = {
    Stands.DAY: datetime.timedelta(hours=24),
    Stands.THREE_DAYS: datetime.timedelta(days=3),
    Stands.WEEK: datetime.timedelta(days=7),
}


class EnquiryState(models.TextChoices):
    """Where an enquiry stands, for its sender."""

    OPEN = "open", _("Waiting for answers")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Its time is over")


class Answer(models.TextChoices):
    """What an organization answers; "" is not yet."""

    YES = "yes", _("Yes, there is room")
    MAYBE = "maybe", _("Maybe: there is a waiting list")
    NO = "no", _("No")


class Refusal(models.TextChoices):
    """Why not. Nothing about safety or conflicts: with nobody named, such a word could only tell of somebody else."""

    NO_CAPACITY = "no_capacity", _("No capacity now")
    INELIGIBLE = "ineligible", _("Not for people like this")
    WRONG_SERVICE = "wrong_service", _("We don't offer this service")
    OTHER = "other", _("Another reason")
