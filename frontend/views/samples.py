"""Invented people for the style guide. Nothing here comes from the database."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from frontend.navigation import Entry

ALIASES = (
    ("Amira", "urgent", -2, "ti"),
    ("J.", "watch", 0, "es"),
    ("Mei", "stable", 1, "zh-hans"),
    ("Bee", "urgent", 0, "en"),
    ("نور", "watch", 5, "ar"),
    ("Sunny", "stable", 8, "fr"),
    ("Rosa", "watch", 9, "es"),
    ("K.", "stable", 10, "vi"),
    ("ሃና", "stable", 12, "am"),
    ("Sky", "", 12, "en"),
)


def menu() -> list[Entry]:
    """A caseworker's menu with counts."""
    return [
        Entry(_("Today"), "calendar-check", "#today", count=6),
        Entry(_("Cases"), "folder2-open", "#cases", current=True, count=24),
        Entry(_("Referrals"), "arrow-left-right", "#referrals", count=2),
        Entry(_("Service directory"), "geo-alt", "#directory"),
        Entry(_("Statistics"), "bar-chart", "#statistics"),
        Entry(_("Settings"), "gear", "#settings"),
    ]


def case(alias: str, risk: str, days: int, language: str, number: int) -> SimpleNamespace:
    """A case as a template sees it."""
    labels = {"urgent": _("Urgent"), "watch": _("Watch"), "stable": _("Stable")}
    return SimpleNamespace(
        alias=alias,
        number=f"C-{number:04}",
        risk=risk,
        get_risk_display=lambda: labels.get(risk, ""),
        next_follow_up=timezone.localdate() + datetime.timedelta(days=days),
        language=language,
    )


def cases() -> list[SimpleNamespace]:
    """A page of a list."""
    return [case(*facts, number=310 + index * 11) for index, facts in enumerate(ALIASES)]


def tabs() -> list[dict[str, Any]]:
    """Saved views."""
    return [
        {"label": _("My open"), "url": "?view=open", "count": 24, "current": True},
        {"label": _("Follow-up due"), "url": "?view=due", "count": 6},
        {"label": _("Urgent safety"), "url": "?view=urgent", "count": 3},
        {"label": _("Shared with me"), "url": "?view=shared", "count": 2},
        {"label": _("New intake"), "url": "?view=intake", "count": 4},
    ]


def parts() -> list[dict[str, Any]]:
    """The parts of a case."""
    names = [_("Overview"), _("Services"), _("Plan"), _("Notes"), _("Referrals"), _("Consents"), _("History")]
    counts = [None, 7, 4, 12, 2, 3, None]
    return [
        {"label": name, "url": f"#part-{index}", "count": count, "current": index == 0}
        for index, (name, count) in enumerate(zip(names, counts, strict=True))
    ]


def tasks() -> list[dict[str, Any]]:
    """Next steps."""
    today = timezone.localdate()
    words = [
        _("Housing panel call"),
        _("Renew consent for legal referral"),
        _("Dental appointment, transport booked"),
    ]
    return [
        {"id": index, "title": text, "due": today + datetime.timedelta(days=index * 3), "url": "#done"}
        for index, text in enumerate(words)
    ]


def events() -> list[dict[str, Any]]:
    """Recent activity: kinds and dates, no narrative."""
    now = timezone.now()
    kinds = [_("Message sent"), _("Service: legal advice"), _("Referral accepted"), _("Safety plan reviewed")]
    return [
        {"title": kind, "when": now - datetime.timedelta(days=index * 4), "by": "Lena O."}
        for index, kind in enumerate(kinds)
    ]
