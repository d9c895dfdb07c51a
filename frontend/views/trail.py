"""The audit trail, for auditors of the organization. Looking at it enters it too."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from frontend.event_words import words
from frontend.forms.trail import TrailFilters
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door

PER_PAGE = 40
LONGEST = 60


@door("view_audit")
def audit_log(request: WorkerRequest) -> HttpResponse:
    """One page of entries, newest first, narrowed by the filters in the address and the record that was posted."""
    filters = TrailFilters(request.GET, user=request.user, record=request.POST.get("record", ""))
    chosen = filters.chosen()
    entries = _narrowed(AuditEntry.objects.visible_to(request.user), chosen)
    newest = entries.select_related("actor", "content_type").order_by("-timestamp", "-id")
    page = OpenPaginator(newest, PER_PAGE).get_page(_asked(request).get("page"))
    trail.record(events.TRAIL_READ, by=request.user, facts={"count": len(page.object_list)} | _coded(chosen))
    context = {
        "page": page,
        "record": chosen.get("record"),
        "rows": [_row(entry) for entry in page.object_list],
        "filter_form": filters,
        "active": len(chosen),
        "chips": _chips(filters, chosen),
        "clear_url": "?",
        "clear_words": _("Clear all"),
    }
    return render(request, "admin/trail.html", context)


def _asked(request: WorkerRequest) -> QueryDict:
    """Where the page's number stands: beside the record if one was posted, else in the address."""
    return request.POST if request.method == "POST" else request.GET


def _narrowed(entries: Any, chosen: dict[str, Any]) -> Any:
    lookups = {
        "kind": lambda kind: {"event__startswith": f"{kind}:"},
        "who": lambda public_id: {"actor__public_id": public_id},
        "since": lambda day: {"timestamp__gte": _midnight(day)},
        "until": lambda day: {"timestamp__lt": _midnight(day + datetime.timedelta(days=1))},
        "record": lambda pk: {"object_pk": str(pk)},
        "event": lambda event: {"event": event},
    }
    for name, value in chosen.items():
        entries = entries.filter(**lookups[name](value))
    return entries


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _coded(chosen: dict[str, Any]) -> dict[str, str | int]:
    return {name: str(value) for name, value in chosen.items()}


def _row(entry: AuditEntry) -> dict[str, Any]:
    facts = " · ".join(f"{name}: {_short(str(value))}" for name, value in (entry.additional_data or {}).items())
    return {
        "entry": entry,
        "words": words(entry.event),
        "kind": entry.content_type.model if entry.content_type else "",
        "changed": ", ".join(sorted(entry.changes or {})),
        "facts": facts,
    }


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _chips(filters: TrailFilters, chosen: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "label": filters.said(name, value),
            "url": "?" + urlencode({other: str(v) for other, v in chosen.items() if other not in (name, "record")}),
        }
        for name, value in chosen.items()
    ]
