"""What the pages of reports share: their tabs, and the periods that can be chosen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.actions.projects import rules_of
from cases.reports.periods import Period, offered

PAGES = (
    ("report", gettext_lazy("Figures")),
    ("equity", gettext_lazy("Access by group")),
    ("quality", gettext_lazy("What records miss")),
    ("projects", gettext_lazy("Projects")),
)
LATEST = {
    "this-year": gettext_lazy("This year so far"),
    "last-month": gettext_lazy("Last month"),
    "last-quarter": gettext_lazy("Last quarter"),
    "last-year": gettext_lazy("Last year"),
}


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of reports, for `components/tabs.html`."""
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in PAGES]


def periods(user: User, chosen: str) -> list[tuple[str, Any, bool]]:
    """Code, words and whether it is chosen; relative ones first, so that a saved report stays up to date."""
    found = list(offered(today(user.home), rules_of(user).first_month))
    named = [*LATEST.items(), *((one.code, in_words(one)) for one in found)]
    return [(code, label, code == chosen) for code, label in named]


def in_words(period: Period) -> str:
    """A month by its name; a quarter and a year by their days."""
    if period.kind == "month":
        return date_format(period.first, "F Y")
    days = {"first": date_format(period.first, "j M Y"), "last": date_format(period.last, "j M Y")}
    return _("%(first)s – %(last)s") % days
