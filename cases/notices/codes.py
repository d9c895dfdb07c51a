"""The codes of statutory notices and their words. They name no law: which law holds where is each organization's word.

Source of `Lawful`: practice 7 of the design, with the words of Consent.Basis; Article 6(1) (c), (d) and (e) of
Regulation (EU) 2016/679 knows the same three. The others are our own.
"""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why somebody is told without consent."""

    IMMINENT_DANGER = "imminent_danger", _("Imminent danger")
    MANDATORY_REPORT = "mandatory_report", _("Mandatory report")
    CHILD_PROTECTION = "child_protection", _("Protection of a child")
    COURT_ORDER = "court_order", _("Order of a court or an authority")


class Lawful(models.TextChoices):
    """The lawful basis."""

    LEGAL_DUTY = "legal_duty", _("Legal duty")
    VITAL_INTEREST = "vital_interest", _("Vital interest")
    PUBLIC_INTEREST = "public_interest", _("Public interest")


class Urgency(models.TextChoices):
    """How soon it has to go out."""

    NOW = "now", _("Now")
    DAY = "day", _("Within 24 hours")
    DAYS = "days", _("Within 3 days")
    WEEK = "week", _("Within a week")


class Way(models.TextChoices):
    """How it was told."""

    PHONE = "phone", _("By telephone")
    PAPER = "paper", _("By letter")
    IN_PERSON = "in_person", _("In person")
    PORTAL = "portal", _("Through their portal")


class Informed(models.TextChoices):
    """Whether the person was told beforehand, or why not."""

    TOLD = "told", _("The person was told beforehand")
    NOT_SAFE = "not_safe", _("Not told: it would put somebody in danger")
    NOT_REACHED = "not_reached", _("Not told: the person can't be reached in time")
    FORBIDDEN = "forbidden", _("Not told: the law or the order forbids it")
    NOT_ABLE = "not_able", _("Not told: too young or too unwell to be told now")


class Counsel(models.TextChoices):
    """Whether somebody who knows the law was asked."""

    ASKED = "asked", _("Counsel was asked")
    NO_TIME = "no_time", _("Not asked: there was no time")
    KNOWN = "known", _("Not asked: the duty is clear")
    NOBODY = "nobody", _("Not asked: there is nobody to ask")


class Verdict(models.TextChoices):
    """What the supervisor found afterwards."""

    UPHELD = "upheld", _("It was right to tell")
    NOT_UPHELD = "not_upheld", _("It should not have been told")


class FollowUp(models.TextChoices):
    """What follows when it should not have been told."""

    TELL_PERSON = "tell_person", _("Tell the person what was told, and to whom")
    ASK_DELETION = "ask_deletion", _("Ask the authority to delete or correct it")
    SAFETY = "safety", _("Look at the safety plan again")
    TRAINING = "training", _("Talk about it with the colleague")
    REPORT = "report", _("Report it as a breach of data protection")


#: how long each may wait before somebody is reminded
TIME_TO_SEND = {
    Urgency.NOW: datetime.timedelta(hours=1),
    Urgency.DAY: datetime.timedelta(hours=24),
    Urgency.DAYS: datetime.timedelta(days=3),
    Urgency.WEEK: datetime.timedelta(days=7),
}
#: practice 4 of the design: a supervisor reviews what went out because of imminent danger
TIME_TO_REVIEW = datetime.timedelta(hours=24)
