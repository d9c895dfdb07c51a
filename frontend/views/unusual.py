"""What is unusual in the trail, for auditors: why each stands there, what is ordinary, and the entries behind it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.audit.looking import Verdict, looks, review, reviews
from casemgr.audit.unusual import Finding, findings, hours
from frontend.forms.acting import posted
from frontend.forms.unusual import ReviewForm

from .doors import WorkerRequest, door

DAYS = 30
WHY = {
    "volume": gettext_lazy("%(number)d looks at cases in a day. People of this role usually have about %(ordinary)d."),
    "beyond": gettext_lazy(
        "%(number)d looks in a day at cases that are not this person's own, nor of a team of theirs. People of this "
        "role usually have about %(ordinary)d."
    ),
    "reveals": gettext_lazy("%(number)d masked facts revealed in a day. Up to %(ordinary)d is taken as ordinary."),
    "night": gettext_lazy("%(number)d looks between midnight and five. Up to %(ordinary)d is taken as ordinary."),
    "days_off": gettext_lazy(
        "%(number)d looks on a day when people of this role hardly ever work. Up to %(ordinary)d is taken as ordinary."
    ),
    "searches": gettext_lazy("%(number)d searches in a day and hardly a case opened: names may have been tried."),
    "one_name": gettext_lazy("%(number)d people searched for the same words. Somebody may be looked for."),
}


@door("view_audit")
def unusual(request: WorkerRequest) -> HttpResponse:
    """The last thirty days; POST says what was found about one."""
    user = request.user
    form = ReviewForm(posted(request))
    if form.does(lambda values: review(values["key"], verdict=values["verdict"], by=user)):
        messages.success(request, _("Written down."))
        return redirect("unusual")
    until = today(user.organization)
    since, zone = until - datetime.timedelta(days=DAYS), user.home.time_zone
    seen = list(looks(since=since, until=until, by=user))
    found = findings(seen, zone=zone, since=since, until=until)
    trail.record(events.UNUSUAL_READ, by=user, facts={"count": len(found)})
    names = {str(one.pk): one for one in User.objects.filter(organization_id=user.organization_id)}
    said = reviews(user)
    context = {
        "rows": [_row(one, names, said) for one in found],
        "week": _week(hours(seen, zone=zone, since=since, until=until)),
        "verdicts": Verdict.choices,
        "days": DAYS,
    }
    return render(request, "admin/unusual.html", context, status=422 if form.is_bound else 200)


def _row(one: Finding, names: dict[str, User], said: dict[str, Any]) -> dict[str, Any]:
    person = names.get(one.person)
    asked = {"since": one.day.isoformat(), "until": one.day.isoformat()} | ({"who": person.public_id} if person else {})
    asked |= {"event": "case:list:search"} if one.rule in ("searches", "one_name") else {}
    return {
        "finding": one,
        "person": person,
        "why": WHY[one.rule] % {"number": one.number, "ordinary": one.ordinary},
        "entries": f"{reverse('audit_log')}?{urlencode(asked)}",
        "said": said.get(one.key),
    }


def _week(counts: list[list[int]]) -> list[dict[str, Any]]:
    """Seven rows of twenty-four cells; a cell's strength is its share of the strongest, in hundredths."""
    most = max((count for day in counts for count in day), default=0) or 1
    return [{"label": WEEKDAYS[index], "cells": _cells(day, most)} for index, day in enumerate(counts)]


def _cells(day: list[int], most: int) -> list[dict[str, Any]]:
    return [{"x": hour * 20, "count": count, "strength": round(count / most, 2)} for hour, count in enumerate(day)]
