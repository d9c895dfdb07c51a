"""How long records are kept: the rules, and the list of those whose time is over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from cases.actions import confirm_retention, set_keeping
from cases.models import LogHold, RetentionRule
from cases.rights.codes import LOGS
from cases.rights.logs import NOTICE, seen_endings
from cases.rights.retention import AHEAD, due_cases
from frontend.forms.acting import posted
from frontend.forms.rights import KeepingForm, RetentionForm

from .doors import WorkerRequest, door
from .settings_frame import parts

MOST = 200


@door("approve")
def retention(request: WorkerRequest) -> HttpResponse:
    """What is due within 30 days; a supervisor ticks what is to be erased of what is due today."""
    user, day = request.user, today(request.user.home)
    coming = due_cases(user, by=day + AHEAD)[:MOST]
    due = [one for one in coming if one.on <= day]
    form = RetentionForm(posted(request), due=due)
    chosen = {one.case.public_id: one.case for one in due}
    if form.does(lambda values: confirm_retention([chosen[one] for one in values["cases"]], by=user)):
        messages.success(request, gettext("Confirmed. A second person approves each of them."))
        return redirect("rights")
    logs = seen_endings(user, by=day + NOTICE)[:MOST]
    holds = LogHold.objects.visible_to(user).holding(day).select_related("placed_by", "lift_asked_by")[:MOST]
    trail.read(events.RETENTION_READ, by=user, subjects=[*(one.case for one in coming), *(one.row for one in logs)])
    later = [one for one in coming if one.on > day]
    rules = RetentionRule.objects.visible_to(user).exclude(basis__in=LOGS).exists()
    context = {"form": form, "due": due, "later": later, "rules": rules, "logs": logs, "log_holds": holds}
    return render(request, "rights/retention.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def keeping(request: WorkerRequest) -> HttpResponse:
    """The rules of an organization."""
    user = request.user
    rules = RetentionRule.objects.visible_to(user)
    now: dict[str, int | None] = {f"{basis}_years": years for basis, years in LOGS.items()}
    now |= {f"{rule.basis}_years": rule.years for rule in rules}
    now["days"] = user.home.data_request_days
    now["child_until_age"] = next((rule.until_age for rule in rules if rule.until_age), None)
    form = KeepingForm(posted(request), initial=now)
    if form.does(lambda values: set_keeping(form.rules(), days=values["days"], by=user)):
        messages.success(request, gettext("Saved."))
        return redirect("organization")
    context = parts("organization") | {"form": form, "heading": _("How long records are kept"), "submit": _("Save")}
    return render(request, "rights/keeping.html", context, status=422 if form.is_bound else 200)
