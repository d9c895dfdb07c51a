"""Help lines of the directory as pages show them: confidential ones and tip lines of the police kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.languages import LANGUAGES
from referrals.directory.codes import Line
from referrals.directory.reaching import TEXT
from referrals.models import DirectoryLanguage, DirectoryPhone, DirectoryService

MOST = 40
CRISIS = "crisis_line"
#: what whoever reads a number out must know, in the order shown
WORDS: dict[str, tuple[Any, Any, str]] = {
    Line.EMERGENCY: (_("Emergency"), _("Police, ambulance or fire brigade come."), "urgent"),
    Line.CONFIDENTIAL: (_("Confidential"), _("Nothing is passed on without the caller's word."), "stable"),
    "": (_("Not known whether confidential"), _("Ask the line before you give its number away."), "watch"),
    Line.TIP: (
        _("Tip lines: not confidential"),
        _("What is said there may go to the police or an authority. Say so before you give the number."),
        "watch",
    ),
}


@dataclass
class Number:
    """One line: its numbers, the languages it speaks, whether it speaks the caller's."""

    name: str
    provider: str
    speaks: bool
    languages: str
    voice: list[str] = field(default_factory=list)
    text: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    title: Any
    about: Any
    tone: str
    numbers: Sequence[Number]


def help_lines(user: User, *, country: str = "", language: str = "") -> list[Group]:
    """The lines of a country (all without one), those in the caller's language first; kinds never mixed."""
    services = list(_lines(user, country, language)[:MOST])
    spoken = _spoken(services, user)
    numbers = {one.pk: _number(one, spoken[one.pk], language) for one in services}
    _dial(numbers, user)
    groups = []
    for kind, (title, about, tone) in WORDS.items():
        own = [numbers[one.pk] for one in services if one.line == kind]
        own = sorted((one for one in own if one.voice or one.text), key=lambda one: (not one.speaks, one.name))
        groups += [Group(title, about, tone, own)] if own else []
    return groups


def emergency_lines(user: User) -> list[tuple[str, str]]:
    """Name and number of each line of this kind in the country where the user works, as far as the directory says."""
    services = list(_lines(user, user.home.country, user.language).filter(line=Line.EMERGENCY)[:MOST])
    numbers = {one.pk: _number(one, [], "") for one in services}
    _dial(numbers, user)
    return [(one.name, number) for one in numbers.values() for number in one.voice]


def _lines(user: User, country: str, language: str) -> Any:
    """Kinds in the order shown, of each those in the caller's language first: a long list is cut at its end."""
    spoken = DirectoryLanguage.objects.visible_to(user).filter(service=OuterRef("pk"), code=language).exclude(code="")
    kind = Case(*(When(line=one, then=place) for place, one in enumerate(WORDS)), default=len(WORDS))
    rows = DirectoryService.objects.visible_to(user).active().filter(provider__status="active")
    rows = rows.filter(Q(service_code=CRISIS) | ~Q(line="")).select_related("provider")
    rows = rows.order_by(kind, Exists(spoken).desc(), "name", "pk")
    return rows.filter(provider__country__in=("", country)) if country else rows


def _spoken(services: Iterable[DirectoryService], user: User) -> dict[UUID, list[str]]:
    found = defaultdict(list)
    rows = DirectoryLanguage.objects.visible_to(user).filter(service__in=list(services)).exclude(code="")
    for service_id, code in rows.order_by("pk").values_list("service_id", "code"):
        found[service_id].append(code)
    return found


def _number(one: DirectoryService, codes: list[str], language: str) -> Number:
    languages = ", ".join(str(LANGUAGES.label(code)) for code in codes)
    return Number(one.name, one.provider.name, bool(language) and language in codes, languages)


def _dial(numbers: dict[UUID, Number], user: User) -> None:
    rows = DirectoryPhone.objects.visible_to(user).filter(service__in=list(numbers)).order_by("pk")
    for phone in rows:
        if phone.service_id is None:
            continue
        one = numbers[phone.service_id]
        if phone.kind in ("", "voice"):
            one.voice.append(phone.number)
        elif phone.kind == TEXT:
            one.text.append((phone.number, phone.description))
