"""Reasons of matching in words: why a service fits, what to ask there, what speaks against it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.templatetags.days import day, moment
from frontend.templatetags.ui import unit_words
from referrals.directory.codes import GROUPS, SERVES, Cost
from referrals.directory.reasons import Reason, Side, What

ICONS = {
    Side.FOR: ("check-lg", "for"),
    Side.ASK: ("info-circle", "ask"),
    Side.AGAINST: ("exclamation-triangle", "against"),
    Side.BARS: ("x-circle", "bars"),
}


def words(reason: Reason) -> SafeString | str:
    """One reason as a short sentence without a full stop."""
    return WORDS[reason.what](reason)


def side_words(side: Side) -> str:
    """What a reason of this side does, for people who don't see its icon."""
    return {
        Side.FOR: _("Speaks for it:"),
        Side.ASK: _("Ask them:"),
        Side.AGAINST: _("Speaks against it:"),
        Side.BARS: _("Rules it out:"),
    }[side]


def ago(when: datetime.date) -> str:
    """How long ago a day was: in days, from sixty on in months, from two years on in years."""
    days = max(0, (timezone.localdate() - when).days)
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = round(days / 30.44)
    if months < 24:
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def _said(text: str) -> Callable[[Reason], str]:
    return lambda _reason: text


def _joined(labels: Iterable[Any]) -> str:
    return ", ".join(str(label) for label in labels)


def _of_list(codes: Any, text: Callable[[], str]) -> Callable[[Reason], str]:
    """A sentence about codes of one list."""
    return lambda reason: text() % _joined(codes.label(code) for code in reason.codes)


def _room(text: Callable[[], str]) -> Callable[[Reason], SafeString]:
    """A sentence about room: how many of what, as told when. What is counted was typed by its keeper."""

    def said(reason: Reason) -> SafeString:
        count = str(reason.number) if reason.of is None else f"{reason.number}/{reason.of}"
        when = moment(reason.when) if isinstance(reason.when, datetime.datetime) else ""
        unit = format_html("<bdi>{}</bdi>", unit_words(reason.words[0]) if reason.words else "")
        return format_html(text(), count=count, unit=unit, when=when)

    return said


def _limits(reason: Reason) -> str:
    if reason.of is None:
        return _("from %(low)d on") % {"low": reason.number or 0}
    if reason.number is None:
        return _("up to %(high)d") % {"high": reason.of}
    return _("%(low)d to %(high)d") % {"low": reason.number, "high": reason.of}


def _places(reason: Reason, text: str) -> SafeString:
    names = [format_html("<bdi>{}</bdi>", name) for name in reason.words[:3]]
    return format_html(text, format_html_join(", ", "{}", ((name,) for name in names)))


def _in_country(reason: Reason) -> SafeString | str:
    if reason.words:
        return _places(reason, _("In {}"))
    return _("In %s") % _joined(COUNTRIES.label(code) for code in reason.codes)


def _checked(text: Callable[[], str]) -> Callable[[Reason], str]:
    return lambda reason: text() % ago(reason.when) if reason.when else ""


def _last_checked(reason: Reason) -> str:
    """Where the keeper lives it may be tomorrow already."""
    when = reason.when if isinstance(reason.when, datetime.date) else None
    return _("Last checked: %s") % (day(min(when, timezone.localdate())) if when else "")


WORDS: dict[What, Callable[[Reason], SafeString | str]] = {
    What.GIVES: _of_list(SERVICES, lambda: _("Gives: %s")),
    What.GIVES_TOO: _of_list(SERVICES, lambda: _("The same organization gives: %s")),
    What.GIVES_NOT_TOO: _of_list(SERVICES, lambda: _("Not known to give: %s")),
    What.TAKES: _of_list(SERVES, lambda: _("Takes: %s")),
    What.TAKES_ONLY: _of_list(SERVES, lambda: _("Only for: %s")),
    What.AGE: lambda reason: _("Takes this age: %s") % _limits(reason),
    What.AGE_LIMITS: lambda reason: _("Takes certain ages: %s") % _limits(reason),
    What.AGE_PARTLY: lambda reason: _("Takes a part of this age: %s") % _limits(reason),
    What.AGE_NOT: lambda reason: _("Takes other ages: %s") % _limits(reason),
    What.ROOM: _room(lambda: _("Free: {count} {unit}, told {when}")),
    What.ROOM_TOLD_LONG_AGO: _room(lambda: _("Free: {count} {unit}, but told {when}: ring first")),
    What.ROOM_FOR_FEWER: _room(lambda: _("Only {count} {unit} free, told {when}")),
    What.ROOM_NONE: _room(lambda: _("Nothing free ({unit}), told {when}")),
    What.ROOM_UNKNOWN: lambda _reason: _("Nobody told whether there is room"),
    What.IN_REGION: lambda reason: _places(reason, _("In {}")),
    What.IN_COUNTRY: _in_country,
    What.ELSEWHERE: lambda reason: _places(reason, _("Elsewhere: {}")),
    What.OTHER_COUNTRY: _of_list(COUNTRIES, lambda: _("In another country: %s")),
    What.PLACE_UNKNOWN: lambda _reason: _("Where it is isn't told: ask"),
    What.SPEAKS: _of_list(LANGUAGES, lambda: _("Speaks %s")),
    What.INTERPRETS: lambda _reason: _("Has interpretation"),
    What.SPEAKS_OTHERS: _of_list(LANGUAGES, lambda: _("Speaks other languages: %s")),
    What.LANGUAGE_UNKNOWN: lambda _reason: _("Nobody wrote down which languages they speak"),
    What.OPEN: lambda _reason: _("Open now"),
    What.SHUT: lambda _reason: _("Closed at this hour"),
    What.HOURS_UNKNOWN: lambda _reason: _("Nobody wrote down when it is open"),
    What.MADE_FOR: _of_list(GROUPS, lambda: _("Made for: %s")),
    What.NOT_SAID_FOR: _of_list(GROUPS, lambda: _("Not said whether for: %s")),
    What.COSTS: lambda reason: str(Cost(reason.codes[0]).label),
    What.COST_UNKNOWN: lambda _reason: _("Nobody wrote down what it costs"),
    What.CHECKED: _last_checked,
    What.CHECKED_LONG_AGO: _checked(lambda: _("Last checked %s: ask before you rely on it")),
    What.NEVER_CHECKED: lambda _reason: _("Nobody has checked this entry yet"),
    What.PARTNER: lambda _reason: _("Takes part on this server"),
    What.OUTSIDE: lambda _reason: _("By phone or letter"),
}
