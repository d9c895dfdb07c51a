"""What the menus offer, by permission. Page authors add a line here, and a count in `frontend.counts`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import counts

if TYPE_CHECKING:
    from casemgr.accounts.models import User

Count = Callable[["User"], int]


@dataclass(frozen=True)
class Item:
    """A place in the menu: the name of its URL, its words, its icon and who sees it."""

    url_name: str
    label: Any
    icon: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """An item as drawn on one page."""

    label: Any
    icon: str
    url: str
    current: bool = False
    count: int | None = None


def _item(url_name: str, label: Any, icon: str, *permissions: str) -> Item:
    return Item(url_name, label, icon, frozenset(permissions))


ITEMS = (
    _item("today", _("Today"), "calendar-check", "view_case"),
    _item("cases", _("Cases"), "folder2-open", "view_case"),
    _item("hotline", _("Calls"), "telephone", "take_contacts"),
    _item("referrals", _("Referrals"), "arrow-left-right", "send_referral", "answer_referral"),
    _item("houses", _("Houses"), "house", "record_service"),
    _item("incidents", _("Incidents"), "people", "register_person"),
    _item("directory", _("Directory"), "geo-alt", "send_referral", "keep_directory", "take_contacts"),
    _item("sessions", _("Groups"), "chat-left-text", "record_service"),
    _item("legal_requests", _("Requests"), "shield-exclamation", "send_notice"),
    _item("staff_safety", _("Staff safety"), "shield-check", "record_service"),
    _item("team", _("Team"), "people", "assign_case"),
    _item("report", _("Reports"), "bar-chart", "view_reports"),
    _item("funds", _("Funds"), "archive", "record_service"),
    _item("interpreters", _("Interpreters"), "translate", "approve"),
    _item("message_templates", _("Messages"), "chat-left-text", "approve"),
    _item("questionnaires", _("Forms"), "file-earmark-text", "approve"),
    _item("imports", _("Imports"), "upload", "import_cases"),
    _item("feedback", _("Feedback"), "hand-thumbs-up", "approve", "handle_complaints"),
    _item("releases", _("Releases"), "diagram-3", "plan_export", "approve_export", "veto_export"),
    _item("researchers", _("Statistics"), "bar-chart", "download_release"),
    _item("complaints", _("Complaints"), "chat-left-text", "handle_complaints"),
    _item("audit_log", _("Audit"), "clock-history", "view_audit"),
    _item("people", _("Settings"), "gear", "manage_people"),
)
COUNTS: dict[str, Count] = {
    "today": counts.due_tasks,
    "cases": counts.open_cases,
    "referrals": counts.offers_to_answer,
}


def entries(request: HttpRequest) -> list[Entry]:
    """The menu of the signed-in person; nobody gets an empty one."""
    user = request.user
    if not user.is_authenticated:
        return []
    allowed = [item for item in ITEMS if any(user.can(permission) for permission in item.permissions)]
    return [_entry(item, request.path, user) for item in allowed]


def _entry(item: Item, path: str, user: User) -> Entry:
    url = reverse(item.url_name)
    here = path == url or (url != "/" and path.startswith(url))
    count = COUNTS.get(item.url_name)
    return Entry(item.label, item.icon, url, here, count(user) if count else None)
