"""Prepared messages: what their words may be, and how one reads for a person today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.dateformat import format as write

from casemgr.accounts.models import User
from cases.contact_rules import Way, why_not
from cases.models import Appointment, Case, MessageTemplate

#: Ways in which something written beforehand is sent or said.
WAYS = (Way.TEXT, Way.VOICEMAIL, Way.EMAIL, Way.APP)
BLANKS = frozenset({"day", "time"})
LONGEST = 500
#: Beginnings of words that tell what the help is about, in the languages of this program.
TELLING = ("trafficking", "trafficked", "victim", "survivor", "exploit", "الاتجار", "اتجار", "ضحية", "ضحايا", "ناجي")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Message:
    """A template as it reads for one person: the text, or None while it needs an appointment that isn't there."""

    name: str
    ways: list[Any]
    language: str
    text: str | None


def blanks(text: str) -> set[str]:
    """The names between braces."""
    return set(_BLANK.findall(text))


def telling(text: str, organization: str) -> str | None:
    """A word of the text that would tell somebody else what this is about, or the organization's name; None if fine."""
    plain = text.casefold()
    names = (organization.casefold(), *TELLING)
    return next((word for word in names if word and word in plain), None)


def for_person(case: Case, by: User) -> list[Message]:
    """What may be sent or said to the person of this case today: only by ways that are safe for them."""
    rules = case.person.safe_contact
    safe = [way for way in WAYS if why_not(rules, way) is None]
    following = _next_appointment(case, by)
    found = []
    for template in MessageTemplate.objects.visible_to(by).offered().order_by("name"):
        if ways := [Way(way).label for way in safe if way in template.ways]:
            language = best_language(template.texts, case.person.preferred_language, by.home.language)
            text = _filled(template.texts[language], language, following)
            found.append(Message(template.name, ways, language, text))
    return found


def best_language(texts: Mapping[str, str], *wanted: str) -> str:
    """The first of the wanted languages that the text is in, whatever its region; else any that it is in."""
    for tag in wanted:
        for known in (tag, tag.split("-")[0]):
            if known in texts:
                return known
    return sorted(texts)[0]


def _next_appointment(case: Case, by: User) -> datetime.datetime | None:
    """When it begins, in the organization's zone."""
    coming = Appointment.objects.visible_to(by).planned().filter(case=case, starts_at__gt=timezone.now())
    starts = coming.order_by("starts_at").values_list("starts_at", flat=True).first()
    return starts.astimezone(ZoneInfo(by.home.time_zone)) if starts else None


def _filled(text: str, language: str, moment: datetime.datetime | None) -> str | None:
    if not blanks(text):
        return text
    if moment is None:
        return None
    with translation.override(language):
        return text.replace("{day}", write(moment, "l j F")).replace("{time}", write(moment, "H:i"))
