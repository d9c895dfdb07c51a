"""How an entry is reached, as its keeper's form shows it: the first phone, languages, one line of hours.

An imported entry may have more (several phones, hours by season): those stay as they came.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from casemgr.accounts.models import User
from referrals.directory.models import (
    DirectoryLanguage,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
)

TEXT = "text"  # HSDS's type of a number for text messages


@dataclass(frozen=True)
class Hours:
    """Open on these days from, to."""

    days: Sequence[str]
    opens_at: datetime.time | None = None
    closes_at: datetime.time | None = None


@dataclass(frozen=True)
class TextLine:
    """A number that takes text messages, and the word to send there ("" is none)."""

    number: str
    word: str = ""


@dataclass(frozen=True)
class Reaching:
    """A part that is None stays as it is; "" and [] take it away."""

    phone: str | None = None
    languages: Sequence[str] | None = None
    hours: Hours | None = None
    text: TextLine | None = None


def first_phone(entry: DirectoryOrganization | DirectoryService, user: User) -> DirectoryPhone | None:
    """The number that is shown first."""
    at = "service" if isinstance(entry, DirectoryService) else "provider"
    rows = DirectoryPhone.objects.visible_to(user).filter(**{at: entry}).exclude(kind=TEXT)
    return rows.order_by("pk").first()


def text_line(service: DirectoryService, user: User) -> DirectoryPhone | None:
    """The number that takes text messages; its description is the word to send."""
    return DirectoryPhone.objects.visible_to(user).filter(service=service, kind=TEXT).order_by("pk").first()


def languages_of(service: DirectoryService, user: User) -> list[str]:
    """Codes of the languages of a service."""
    rows = DirectoryLanguage.objects.visible_to(user).filter(service=service).exclude(code="")
    return list(rows.order_by("pk").values_list("code", flat=True))


def schedules_of(service: DirectoryService, user: User) -> list[DirectorySchedule]:
    """The hours of a service."""
    return list(DirectorySchedule.objects.visible_to(user).filter(service=service).order_by("pk"))
