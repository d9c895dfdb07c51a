"""Cases opened in an emergency: opening one, ending it, and what supervisors look at afterwards."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from casemgr.errors import NotFound
from cases.actions import end_emergency, open_in_emergency, review_emergency
from cases.models import Case, EmergencyAccess
from frontend.event_words import words
from frontend.forms.acting import posted
from frontend.forms.emergency import EmergencyForm, ReviewForm

from .cases import show_people
from .doors import WorkerRequest, door
from .kept_forms import kept_page

MOST = 200


@door("emergency_access")
def emergency(request: WorkerRequest) -> HttpResponse:
    """Ask for the number and the reason, and open the case at once."""
    user, form = request.user, EmergencyForm(posted(request))
    if form.does(lambda values: open_in_emergency(by=user, **values)):
        messages.success(request, gettext("The case is open to you. Your supervisors were told."))
        return redirect("case", Case.objects.visible_to(user).get(pk=form.outcome.case_id).public_id)
    rows = list(_seen(user).filter(opened_by=user).order_by("-began_at")[:20])
    trail.read(events.EMERGENCIES_READ, by=user, subjects=rows)
    return kept_page(request, "cases/emergency.html", form, rows=rows)


@door("view_case", methods=("POST",))
def emergency_end(request: WorkerRequest, access_id: str) -> HttpResponse:
    """No longer needed."""
    end_emergency(_one(request.user, access_id), by=request.user)
    messages.success(request, gettext("The emergency access has ended."))
    return redirect("emergencies" if request.user.can("review_access") else "emergency")


@door("review_access", methods=("GET",))
def emergencies(request: WorkerRequest) -> HttpResponse:
    """What supervisors have to look at, oldest first; below, what they looked at."""
    user = request.user
    rows = _seen(user).select_related("opened_by", "reviewed_by", "case__person")
    waiting = list(rows.to_review().order_by("began_at")[:MOST])
    done = list(rows.exclude(reviewed_at=None).order_by("-reviewed_at")[:MOST])
    show_people([one.case for one in [*waiting, *done]], user)
    trail.read(events.EMERGENCIES_READ, by=user, subjects=[*waiting, *done])
    return render(request, "cases/emergencies.html", {"waiting": waiting, "done": done})


@door("review_access")
def emergency_review(request: WorkerRequest, access_id: str) -> HttpResponse:
    """One access: why, what was looked at meanwhile, and the supervisor's finding."""
    user = request.user
    one = _one(user, access_id)
    form = ReviewForm(posted(request))
    if form.does(lambda values: review_emergency(one, by=user, **values)):
        messages.success(request, gettext("Written down. Your colleague was told that you looked at it."))
        return redirect("emergencies")
    show_people([one.case], user)
    trail.read(events.EMERGENCIES_READ, by=user, subjects=[one])
    context = {"one": one, "seen": _looked_at(one), "own": one.opened_by_id == user.pk}
    return kept_page(request, "cases/emergency_review.html", form, **context)


def _seen(user: User) -> Any:
    return EmergencyAccess.objects.visible_to(user)


def _one(user: User, access_id: str) -> EmergencyAccess:
    rows = _seen(user).select_related("opened_by", "reviewed_by", "case__person")
    one: EmergencyAccess | None = rows.filter(public_id=access_id).first()
    if one is None:
        raise NotFound()
    return one


def _looked_at(one: EmergencyAccess) -> list[tuple[Any, datetime.datetime]]:
    """What the colleague did with this case and its person while the access held, out of the trail."""
    until = min(one.ended_at or one.ends_at, timezone.now())
    entries = AuditEntry.objects.unscoped("a supervisor who sees the case looks at an access to it")
    about = entries.filter(
        organization_id=one.organization_id,
        actor_id=one.opened_by_id,
        timestamp__range=(one.began_at, until),
        object_pk__in=[str(one.case_id), str(one.person_id)],
    )
    return [(words(entry.event), entry.timestamp) for entry in about.order_by("timestamp")[:MOST]]
