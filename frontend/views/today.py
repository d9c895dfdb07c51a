"""Today: what is overdue, due, coming, ending, new. Nothing to click first."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casemgr.accounts.clock import today as day_of
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.models import Case, Consent, Task

from .cases import show_people
from .doors import WorkerRequest, door

WEEK = datetime.timedelta(days=7)
MONTH = datetime.timedelta(days=30)
MOST = 50


@door("view_case", "manage_people", "view_audit", "plan_export", "download_release", methods=("GET",))
def today(request: WorkerRequest) -> HttpResponse:
    """The worker's own day; a supervisor may look at everybody's. Roles without cases start elsewhere."""
    user = request.user
    if not user.can("view_case"):
        return redirect(_start_of(user))
    team = request.GET.get("whose") == "team" and user.role_data.scope == "organization"
    day = day_of(user.organization)
    tasks = _tasks(user, team)
    parts = {
        "overdue": list(tasks.overdue(day)[:MOST]),
        "due": list(tasks.due_between(day, day)[:MOST]),
        "coming": list(tasks.due_between(day + datetime.timedelta(days=1), day + WEEK)[:MOST]),
    }
    ending, intakes = _consents_ending(user, day, team), _new_intakes(user, day, team)
    seen = {task.case_id: task.case for rows in parts.values() for task in rows}
    seen |= {case.pk: case for case in [*intakes, *(consent.case for consent in ending)]}
    show_people(seen.values(), user)
    trail.read(events.CASE_LISTED, by=user, subjects=seen.values())
    context = {name: [row_of(task) for task in rows] for name, rows in parts.items()}
    return render(
        request,
        "cases/today.html",
        context | {"ending": ending, "intakes": intakes, "team": team, "empty": not seen},
    )


def row_of(task: Task) -> dict[str, Any]:
    """A task as the task list draws it."""
    case = task.case
    return {
        "id": task.public_id,
        "title": task.title,
        "due": task.due_on,
        "url": reverse("task_done", args=[case.public_id, task.public_id]),
        "about": f"{case.person.alias} · {case.label}",
        "about_url": reverse("case", args=[case.public_id]),
    }


def _start_of(user: User) -> str:
    places = {"manage_people": "people", "view_audit": "audit_log", "plan_export": "releases"}
    return next((name for permission, name in places.items() if user.can(permission)), "research")


def _tasks(user: User, team: bool) -> Any:
    tasks = Task.objects.visible_to(user).select_related("case__person").order_by("due_on", "created_at")
    return tasks if team else tasks.filter(assigned_to=user)


def _new_intakes(user: User, day: datetime.date, team: bool) -> list[Case]:
    cases = Case.objects.visible_to(user).filter(status=Case.Status.INTAKE, opened_on__gt=day - WEEK)
    cases = cases if team else cases.of_worker(user)
    return list(cases.select_related("person").order_by("-opened_on", "-id")[:MOST])


def _consents_ending(user: User, day: datetime.date, team: bool) -> list[Any]:
    """Consents in force that end within a month, each with an open case of its person as `case`."""
    cases = Case.objects.visible_to(user).open()
    cases = cases if team else cases.of_worker(user)
    found = Consent.objects.visible_to(user).current().in_force(day).filter(ends_on__lte=day + MONTH)
    found = found.filter(person_id__in=cases.values("person_id")).select_related("recipient")
    consents = list(found.order_by("ends_on")[:MOST])
    people = [consent.person_id for consent in consents]
    case_of = {c.person_id: c for c in cases.filter(person_id__in=people).select_related("person")}
    for consent in consents:
        consent.case = case_of[consent.person_id]  # type: ignore[attr-defined]
    return consents
