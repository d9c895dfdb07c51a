"""One case: overview, masked facts, history."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases import history
from cases.actions import reveal
from cases.codelists.base import SPECIAL_ANSWERS
from cases.codelists.services import SERVICES
from cases.field_groups import REVEALED
from cases.models import Case, Consent, ContactAttempt, HealthAlert, Note, Person, ServiceRecord, Task
from cases.other_calendars import read
from frontend.event_words import FACTS, words
from frontend.life_history import line, risks, stages
from frontend.linked import linked
from frontend.paging import OpenPaginator
from frontend.templatetags.days import day

from .case_frame import case_page, secret
from .doors import WorkerRequest, case_of, door
from .today import row_of

REVEAL_SECONDS = 180
RECENT = 6
MASKED = (
    ("legal_name", _("Legal name")),
    ("birth_date", _("Date of birth")),
    ("phone", _("Phone")),
    ("email", _("E-mail address")),
    ("address", _("Address")),
    ("identity_numbers", _("Identity numbers")),
)
LABELS = dict(MASKED) | {"code_word": _("Code word")}


@door("view_case", methods=("GET",))
def case(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The overview."""
    return overview(request, case_of(request, case_id))


@door("view_case", methods=("POST",))
def case_reveal(request: WorkerRequest, case_id: str, field: str) -> HttpResponse:
    """Show one masked fact for three minutes; a fragment, or without script the whole page."""
    one = case_of(request, case_id)
    value = _told(one, field, reveal(one, field, by=request.user))
    shown = secret(one, field, str(LABELS[field]), value if value is not None else gettext("Not recorded"))
    if request.headers.get("HX-Request"):
        return render(request, "components/secret.html", {"secret": shown})
    response = overview(request, one, shown)
    response.headers["Refresh"] = f"{REVEAL_SECONDS}; url={reverse('case', args=[case_id])}"
    return response


def _told(one: Case, field: str, value: Any) -> Any:
    """A fact as it is shown: beside a date of birth stands how it was said."""
    if field != "birth_date" or not one.person.birth_said:
        return value
    said = read(one.person.birth_said).words
    return gettext("%(day)s, said as %(said)s") % {"day": day(value), "said": said} if value else said


@door("view_case", methods=("GET",))
def case_history(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Who saw this case and what they did, out of the trail."""
    one = case_of(request, case_id)
    page = OpenPaginator(history.of_case(one, by=request.user), 50).get_page(request.GET.get("page"))
    rows = [
        {
            "title": words(entry.event),
            "when": entry.timestamp,
            "by": entry.actor.name if entry.actor else gettext("The system"),
            "text": FACTS.get((entry.additional_data or {}).get("field", ""), ""),
        }
        for entry in page.object_list
    ]
    life = {"stages": stages(request.user, one), "risks": risks(request.user, one), "line": line(request.user, one)}
    return case_page(request, "history", one, "case_history", events=rows, page=page, **life)


def overview(request: WorkerRequest, one: Case, shown: dict[str, Any] | None = None) -> HttpResponse:
    """The overview, with one fact revealed if `shown` says so."""
    user = request.user
    context = {
        "tasks": next_steps(user, one),
        "consents": consents_now(user, one),
        "events": recent(user, one),
        "linked": linked(user, one),
        "health": HealthAlert.objects.visible_to(user).holding().filter(case=one).order_by("kind", "recorded_at"),
        "masked": _masked(user, one, shown),
        "revealed": shown,
    }
    if shown and shown["id"] == "code_word":
        context["code_word"] = shown
    return case_page(request, "overview", one, "case", **context)


def next_steps(user: User, one: Case) -> list[dict[str, Any]]:
    """Tasks to do, by day."""
    tasks = Task.objects.visible_to(user).pending().filter(case=one).select_related("case__person")
    rows = [row_of(task) for task in tasks.order_by("due_on", "created_at")[:RECENT]]
    return [row | {"about": ""} for row in rows]


def consents_now(user: User, one: Case) -> list[dict[str, Any]]:
    """The person's latest word on each purpose, as the overview says it."""
    day = today(user.organization)
    current = Consent.objects.visible_to(user).current().filter(person_id=one.person_id)
    consents = sorted(current.select_related("recipient"), key=_by_purpose)
    return [{"consent": c, "holds": c.holds_on(day), "ends_soon": _ends_soon(c, day)} for c in consents]


def _by_purpose(consent: Consent) -> tuple[int, str]:
    return Consent.Purpose.values.index(consent.purpose), consent.recipient.name if consent.recipient else ""


def _ends_soon(consent: Consent, day: datetime.date) -> bool:
    return consent.holds_on(day) and consent.ends_on <= day + datetime.timedelta(days=30)


def recent(user: User, one: Case) -> list[dict[str, Any]]:
    """Kinds and dates of what happened last; no narrative, no names of places."""
    found: list[dict[str, Any]] = []
    for service in _last(ServiceRecord, user, one, "recorded_by"):
        title = gettext("Service: %s") % SERVICES.label(service.service_code)
        found.append({"title": title, "when": service.created_at, "by": service.recorded_by.name})
    for attempt in _last(ContactAttempt, user, one, "recorded_by"):
        title = gettext("Contact: %s") % attempt.get_result_display()
        found.append({"title": title, "when": attempt.happened_at, "by": attempt.recorded_by.name})
    for note in _last(Note, user, one, "written_by"):
        title = gettext("Note: %s") % note.get_kind_display()
        found.append({"title": title, "when": note.created_at, "by": note.written_by.name})
    done = Task.objects.visible_to(user).filter(case=one, done_at__isnull=False).select_related("done_by")
    for task in done.order_by("-done_at")[:RECENT]:
        title = gettext("Done: %s") % task.get_kind_display()
        found.append({"title": title, "when": task.done_at, "by": str(task.done_by)})
    opened = timezone.localtime(one.created_at)
    if opened.date() == one.opened_on:  # an imported case was opened long before it came here
        found.append({"title": gettext("Case opened"), "when": opened, "by": ""})
    return sorted(found, key=lambda event: event["when"], reverse=True)[:RECENT]


def _last(model: Any, user: User, one: Case, who: str) -> Any:
    rows = model.objects.visible_to(user).filter(case=one).select_related(who)
    return rows.order_by("-created_at")[:RECENT]


def _answer(person: Person, field: str) -> Any:
    """What stands where nothing was told: declined, unknown, or not recorded."""
    if field in person.declined:
        return SPECIAL_ANSWERS["declined"]
    return SPECIAL_ANSWERS["unknown"] if field in person.unknown else gettext("Not recorded")


def _masked(user: User, one: Case, shown: dict[str, Any] | None) -> list[dict[str, Any]]:
    facts = []
    for field, label in MASKED:
        if not user.reads(REVEALED[field]):
            continue
        recorded = getattr(one.person, f"{field}_sealed") is not None
        it = shown if shown and shown["id"] == field else secret(one, field, str(label))
        facts.append({"label": label, "recorded": recorded, "secret": it, "answer": _answer(one.person, field)})
    return facts
