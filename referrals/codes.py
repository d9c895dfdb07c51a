"""Code lists of referrals: urgency with its time to decide, age bands, outcomes, how much is told back."""

from __future__ import annotations

import datetime
import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How soon an answer is needed."""

    EMERGENCY = "emergency", _("Emergency: decide within 24 hours")
    URGENT = "urgent", _("Urgent: decide within 3 days")
    NORMAL = "normal", _("Normal: decide within 14 days")


TIME_TO_DECIDE = {
    Urgency.EMERGENCY: datetime.timedelta(hours=24),
    Urgency.URGENT: datetime.timedelta(hours=72),
    Urgency.NORMAL: datetime.timedelta(days=14),
}


#: how long after accepting nobody may have been reached before the sender's supervisors are told
TIME_TO_REACH = {
    Urgency.EMERGENCY: datetime.timedelta(hours=24),
    Urgency.URGENT: datetime.timedelta(hours=72),
    Urgency.NORMAL: datetime.timedelta(days=7),
}


class NotPhoned(models.TextChoices):
    """Why nobody telephoned the receiver about an emergency."""

    NO_ANSWER = "no_answer", _("Nobody answered")
    NO_NUMBER = "no_number", _("We have no number for them")
    TOLD_OTHERWISE = "told_otherwise", _("They were told in another way")
    NOT_SAFE = "not_safe", _("It is not safe to call now")


class Way(models.TextChoices):
    """How something went between us and a partner that doesn't use the system."""

    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    IN_PERSON = "in_person", _("In person, going along")
    MAIL = "mail", _("By mail or message")


#: ways to reach such a partner, and to hand over what the person agreed to share; never a mail
REACHED_BY = (Way.PHONE, Way.LETTER, Way.IN_PERSON)


SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U to mishear


def spoken_code(public_id: str) -> str:
    """Eight characters, made of a referral's random id, that can be read out: what both say of it on the telephone."""
    number = int.from_bytes(hashlib.sha256(b"spoken code\0" + public_id.encode()).digest()[:5])
    said = "".join(SPOKEN[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{said[:4]}-{said[4:]}"


class AgeBand(models.TextChoices):
    """Age as an offer tells it; "" is not known."""

    UNDER_12 = "under_12", _("Under 12")
    TEENAGER = "12_17", _("12 to 17")
    YOUNG_ADULT = "18_24", _("18 to 24")
    ADULT = "25_39", _("25 to 39")
    MIDDLE = "40_59", _("40 to 59")
    OLDER = "60_plus", _("60 and over")


_BANDS = (
    (12, AgeBand.UNDER_12),
    (18, AgeBand.TEENAGER),
    (25, AgeBand.YOUNG_ADULT),
    (40, AgeBand.ADULT),
    (60, AgeBand.MIDDLE),
)


def age_band(birth_year: int | None, today: datetime.date) -> str:
    """The band of somebody born in that year; the year alone is used, so that the band tells no birthday."""
    if birth_year is None:
        return ""
    age = today.year - birth_year
    return next((band for limit, band in _BANDS if age < limit), AgeBand.OLDER).value


class Feedback(models.TextChoices):
    """How much the person lets the receiver tell back."""

    STATUS = "status", _("Only how far the referral is")
    OUTCOME = "outcome", _("How far it is, and the outcome as a code")


class Outcome(models.TextChoices):
    """What became of the service."""

    GIVEN = "given", _("Service given")
    PARTLY_GIVEN = "partly_given", _("Partly given")
    LEFT_EARLY = "left_early", _("The person left early")
    REFERRED_ON = "referred_on", _("Referred on")
    OTHER = "other", _("Other")


class MessageKind(models.TextChoices):
    """What the two sides of a referral can say to each other. All but words are codes, which tell nobody's name."""

    STILL_WANTED = "still_wanted", _("Is this still wanted?")
    MORE_TIME = "more_time", _("We need more time to decide")
    PLEASE_CALL = "please_call", _("Please telephone us about this")
    HOLD_PLACE = "hold_place", _("Please keep the place until the day named")
    PLACE_FREE = "place_free", _("A place is free from the day named")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    WORDS = "words", _("In words")


#: messages that name a day, and those that answer another
NAMES_DAY = frozenset({MessageKind.HOLD_PLACE, MessageKind.PLACE_FREE})
ANSWERS_ONE = frozenset({MessageKind.YES, MessageKind.NO})


class HandOffKind(models.TextChoices):
    """How a person is brought to the receiver, rather than sent."""

    JOINT_CALL = "joint_call", _("A telephone call together with the person")
    ACCOMPANIED = "accompanied", _("Somebody of the sender goes along")
    INTRODUCTION = "introduction", _("The person is introduced where they are")


class HandOffPlace(models.TextChoices):
    """Where it takes place; never an address."""

    SENDER = "sender", _("At the sender's")
    RECEIVER = "receiver", _("At the receiver's")
    TELEPHONE = "telephone", _("By telephone or video")
    ELSEWHERE = "elsewhere", _("Somewhere both know")


class HandOffState(models.TextChoices):
    """How far it is."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Not possible then")
    CANCELLED = "cancelled", _("Called off")
    DONE = "done", _("Took place")
    MISSED = "missed", _("Did not take place")


class HandOffResult(models.TextChoices):
    """What became of it."""

    MET = "met", _("They met")
    NOT_THERE = "not_there", _("The person did not come")
    POSTPONED = "postponed", _("It was put off")
    UNSAFE = "unsafe", _("It was not safe")


class Role(models.TextChoices):
    """Which side of a referral an organization is on."""

    SENDER = "sender", _("Sender")
    RECEIVER = "receiver", _("Receiver")
