"""Today: what is overdue, due, coming, ending, new. Nothing to click first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casemgr.accounts.clock import today as day_of
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from cases.models import (
    Appointment,
    Case,
    Consent,
    DataRequest,
    Deadline,
    Hearing,
    QuickContact,
    Task,
    TransferRequest,
    Visit,
)
from cases.overdue import RULES, cases_of
from frontend.care import checks_due
from frontend.paging import capped
from frontend.second_word import to_approve

from .cases import show_people
from .doors import WorkerRequest, door

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)
MONTH = datetime.timedelta(days=30)
MOST, ALL = 10, 200  # rows of a box beside the others, and of one that is looked at alone
BOXES = ("overdue", "due", "coming", "ending", "intakes")

#: where those begin who have no cases
HOMES = {
    "manage_people": "people",
    "handle_complaints": "complaints",
    "view_audit": "audit_log",
    "plan_export": "releases",
    "veto_export": "releases",
    "download_release": "researchers",
}


@dataclass(frozen=True)
class Box:
    """The first rows of one kind and how many there are; `name` stands in the address that shows it alone."""

    name: str
    rows: list[Any]
    count: int

    @property
    def more(self) -> bool:
        """Whether rows are left out."""
        return self.count > len(self.rows)


@door("view_case", *HOMES, methods=("GET",))
def today(request: WorkerRequest) -> HttpResponse:
    """The worker's own day; a supervisor may look at everybody's, and begins there without own cases.

    Roles without cases start elsewhere; `show` in the address names the one box that is looked at alone.
    """
    user = request.user
    if not user.can("view_case"):
        return redirect(_start_of(user))
    team = _whole_team(user, request.GET.get("whose", ""))
    day = day_of(user.organization)
    alone = request.GET.get("show", "")
    names, most = ((alone,), ALL) if alone in BOXES else (BOXES, MOST)
    kinds = _kinds(user, day, team)
    boxes = {name: _box(name, kinds[name], most) for name in names}
    if "ending" in boxes:
        _name_cases(boxes["ending"].rows, user, team)
    seen = [row if isinstance(row, Case) else row.case for box in boxes.values() for row in box.rows]
    times = _appointments(user, day, team)
    deadlines, hearings = _deadlines(user, day, team), _hearings(user, day, team)
    checks = checks_due(user, team=team)
    seen += [one.case for one in (*times, *deadlines, *hearings, *checks)]
    cases = list({case.pk: case for case in seen}.values())
    show_people(cases, user)
    trail.read(events.CASE_LISTED, by=user, subjects=cases)
    late = _waiting_long(user, team)
    asked = TransferRequest.objects.visible_to(user).asked().filter(to=user).count()
    waiting = to_approve(user)
    calls = _call_backs(user, day, team)
    context = {
        "asked": asked,
        "waiting": waiting,
        "rights_due": _rights_due(user, day),
        "appointments": times,
        "deadlines": deadlines,
        "hearings": hearings,
        "calls": calls,
        "checks": checks,
        "now": timezone.now(),
        "out": Visit.objects.visible_to(user).out().filter(worker=user).order_by("back_by").first(),
        "waiting_long": late,
        "team": team,
        "alone": len(names) == 1,
        "empty": not (cases or late or calls),
    }
    return render(request, "cases/today.html", context | {name: _drawn(box) for name, box in boxes.items()})


def _whole_team(user: User, asked: str) -> bool:
    """Whether everybody's work is shown: where it is asked for, and at first to whoever carries no open case."""
    if not user.role_data.sees_others:
        return False
    return asked == "team" or (asked != "mine" and not Case.objects.visible_to(user).open().of_worker(user).exists())


def _rights_due(user: User, day: datetime.date) -> int:
    """What people asked about their records and is to be answered within a week; to give one back, at once."""
    waiting = DataRequest.objects.visible_to(user).to_answer()
    return waiting.filter(Q(due_on__lte=day + WEEK) | Q(state="returning")).count()


def _call_backs(user: User, day: datetime.date, team: bool) -> list[QuickContact]:
    """Callers who were promised a call by today, and aren't called yet: one's own and those of whoever is on shift."""
    found = QuickContact.objects.visible_to(user).due_by(day)
    found = found if team else found.for_shift_of(user)
    calls = list(found.order_by("-danger", "call_on", "id")[:MOST])
    if calls:
        keys.prefetch(user.home.pk, [one.pk for one in calls])
        trail.read(events.CONTACT_LISTED, by=user, subjects=calls)
    return calls


def _waiting_long(user: User, team: bool) -> list[dict[str, Any]]:
    """What has waited too long, by rule; only rules that found something."""
    mine = "" if team or not user.can("assign_case") else f"&worker={user.public_id}"
    found = [(rule, capped(rule.narrow(cases_of(user, team=team), user))) for rule in RULES]
    where = reverse("cases")
    return [
        {"label": rule.label, "count": count, "url": f"{where}?view={rule.name}{mine}"}
        for rule, count in found
        if count
    ]


def _appointments(user: User, day: datetime.date, team: bool) -> list[Appointment]:
    """Today's, in the order of the day."""
    first = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    found = Appointment.objects.visible_to(user).reachable().between(first, first + datetime.timedelta(days=1))
    found = found if team else found.filter(worker=user)
    return list(found.select_related("case__person", "worker").order_by("starts_at")[:MOST])


def _deadlines(user: User, day: datetime.date, team: bool) -> list[Deadline]:
    """Legal deadlines that passed or whose warning began, of the user's cases or all they see."""
    found = Deadline.objects.visible_to(user).near(day)
    found = found if team else found.filter(case__caseworker=user)
    return list(found.select_related("case__person").order_by("due_on", "id")[:MOST])


def _hearings(user: User, day: datetime.date, team: bool) -> list[Hearing]:
    """Hearings of the next days: on the user's cases, or to which they go along."""
    first = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    found = Hearing.objects.visible_to(user).planned().filter(starts_at__gte=first, starts_at__lt=first + WEEK + DAY)
    found = found if team else found.filter(Q(case__caseworker=user) | Q(accompanied_by=user))
    return list(found.select_related("case__person", "proceeding").order_by("starts_at")[:MOST])


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
    return next(name for permission, name in HOMES.items() if user.can(permission))


def _kinds(user: User, day: datetime.date, team: bool) -> dict[str, Any]:
    """The rows of each box, not asked for yet."""
    tasks = Task.objects.visible_to(user).select_related("case__person").order_by("due_on", "created_at")
    tasks, cases = tasks if team else tasks.filter(assigned_to=user), _cases(user, team)
    new = cases.filter(status=Case.Status.INTAKE, opened_on__gt=day - WEEK)
    return {
        "overdue": tasks.overdue(day),
        "due": tasks.due_between(day, day),
        "coming": tasks.due_between(day + datetime.timedelta(days=1), day + WEEK),
        "ending": _consents_ending(user, cases.open(), day),
        "intakes": new.order_by("-opened_on", "-id"),
    }


def _cases(user: User, team: bool) -> Any:
    cases = Case.objects.visible_to(user).select_related("person")
    return cases if team else cases.of_worker(user)


def _consents_ending(user: User, cases: Any, day: datetime.date) -> Any:
    """Consents in force that end within a month, of people with one of these cases; a slip's end is its own."""
    found = Consent.objects.visible_to(user).current().in_force(day).filter(ends_on__lte=day + MONTH)
    found = found.exclude(purpose=Consent.Purpose.CARRY).filter(person__safe_contact__stopped="")
    people = cases.order_by().values("person_id")
    return found.filter(person_id__in=people).select_related("recipient").order_by("ends_on", "id")


def _box(name: str, rows: Any, most: int) -> Box:
    found = list(rows[: most + 1])
    return Box(name, found[:most], capped(rows) if len(found) > most else len(found))


def _name_cases(consents: list[Any], user: User, team: bool) -> None:
    """Give each of these consents an open case of its person as `case`."""
    people = [consent.person_id for consent in consents]
    cases = {case.person_id: case for case in _cases(user, team).open().filter(person_id__in=people)}
    for consent in consents:
        consent.case = cases[consent.person_id]


def _drawn(box: Box) -> Box:
    return replace(box, rows=[row_of(row) if isinstance(row, Task) else row for row in box.rows])
