"""People found together: the list, the sitting with its numbers, and asking one person after the other."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import add_row, add_rows, change_row, close_incident, end_helper, name_helper, open_incident
from cases.actions.incidents import leads
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import IDENTIFICATION_SETTING
from cases.codelists.shelter import AGE_BAND, HELP_GIVEN, SEX_SEEN, URGENT_NEED
from cases.models import Incident, IncidentCase, IncidentHelper, IncidentRow
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.incidents import ChangeSeenForm, CountForm, HelperForm, IncidentForm, SeenForm

from .doors import WorkerRequest, door
from .kept_forms import kept_page

RIGHT = "register_person"


def incident_of(request: WorkerRequest, incident_id: str) -> Incident:
    """The incident with this public id: 404 unless the person leads it, helps or sees the organization."""
    rows = Incident.objects.visible_to(request.user).select_related("lead", "authority")
    incident: Incident | None = rows.filter(public_id=incident_id).first()
    if incident is None:
        raise NotFound()
    return incident


def led_of(request: WorkerRequest, incident_id: str) -> Incident:
    """The incident if this person leads it; whoever only helps finds nothing there, as if there were no such door."""
    incident = incident_of(request, incident_id)
    if not leads(incident, request.user):
        raise NotFound()
    return incident


def row_of(request: WorkerRequest, incident: Incident, number: int) -> IncidentRow:
    """The row with this number, or 404."""
    rows = IncidentRow.objects.visible_to(request.user).filter(incident=incident).select_related("incident")
    row: IncidentRow | None = rows.filter(number=number).first()
    if row is None:
        raise NotFound()
    return row


@door(RIGHT, methods=("GET",))
def incidents(request: WorkerRequest) -> HttpResponse:
    """Those one leads or helps with."""
    rows = Incident.objects.visible_to(request.user).select_related("lead").order_by("closed_at", "-opened_at")[:50]
    states = IncidentRow.objects.visible_to(request.user).filter(incident__in=[one.pk for one in rows])
    counts = Counter(states.values_list("incident_id", "state"))
    shown = [(one, _progress({s: counts[one.pk, s] for s in IncidentRow.State.values})) for one in rows]
    return render(request, "shelter/incidents.html", {"rows": shown})


@door(RIGHT)
def incident_add(request: WorkerRequest) -> HttpResponse:
    """Open one; whoever opens it leads it."""
    form = IncidentForm(posted(request), user=request.user)
    if form.does(lambda values: open_incident(by=request.user, **values)):
        messages.success(request, gettext("The incident is open. Give each person a number first."))
        return redirect("incident", form.outcome.public_id)
    return _form(request, form, _("People found together"), reverse("incidents"))


@door(RIGHT)
def incident(request: WorkerRequest, incident_id: str) -> HttpResponse:
    """The sitting: numbers, how far it is, and the next row, saved one by one."""
    one, user = incident_of(request, incident_id), request.user
    form = SeenForm(posted(request))
    if form.does(lambda values: add_row(one, values, by=user)):
        messages.success(request, gettext("Saved: %s") % form.outcome.band)
        return redirect("incident", incident_id)
    rows = list(IncidentRow.objects.visible_to(user).filter(incident=one).select_related("incident").order_by("number"))
    cases = IncidentCase.objects.visible_to(user).filter(incident=one).select_related("case__person")
    seen = {link.row_id: link.case for link in cases}
    trail.read(events.INCIDENT_READ, by=user, subjects=list(seen.values()), facts={"rows": len(rows)})
    counts = Counter(row.state for row in rows)
    context = {
        "incident": one,
        "place": [COUNTRIES.label(one.country) if one.country else "", one.region],
        "setting": IDENTIFICATION_SETTING.label(one.setting) if one.setting else "",
        "rows": [_row(row, seen.get(row.pk)) for row in rows],
        "progress": _progress(counts),
        "helpers": IncidentHelper.objects.visible_to(user).filter(incident=one).select_related("user"),
        "leads": leads(one, user),
        "holds": user.can("approve"),
        "form": form,
    }
    return render(request, "shelter/incident.html", context, status=422 if form.is_bound else 200)


def _row(row: IncidentRow, case: Any) -> dict[str, Any]:
    facts = [SEX_SEEN.label(row.sex), AGE_BAND.label(row.age_band)]
    said = [str(label) for code, label in zip((row.sex, row.age_band), facts, strict=True) if code]
    said += [str(LANGUAGES.label(row.language))] if row.language else []
    helped = ", ".join(str(HELP_GIVEN.label(code)) for code in row.helped)
    urgent = URGENT_NEED.label(row.urgent) if row.urgent not in ("", "none") else ""
    return {"row": row, "seen": " · ".join(said), "urgent": urgent, "helped": helped, "case": case}


def _progress(counts: Any) -> dict[str, int]:
    """How many were asked, of how many; how many agreed, refused, left."""
    total = sum(counts.values())
    return {"total": total, "asked": total - counts.get("waiting", 0)} | {
        state: counts.get(state, 0) for state in ("waiting", "agreed", "refused", "left")
    }


@door(RIGHT)
def incident_numbers(request: WorkerRequest, incident_id: str) -> HttpResponse:
    """Several numbers at once, for wristbands."""
    one = incident_of(request, incident_id)
    form = CountForm(posted(request), initial={"count": one.expected})
    if form.does(lambda values: add_rows(one, by=request.user, **values)):
        messages.success(request, gettext("The numbers are there."))
        return redirect("incident", incident_id)
    return _form(request, form, _("Numbers for wristbands"), reverse("incident", args=[incident_id]))


@door(RIGHT)
def incident_row(request: WorkerRequest, incident_id: str, number: int) -> HttpResponse:
    """What is seen of somebody who wasn't asked yet."""
    one = incident_of(request, incident_id)
    row = row_of(request, one, number)
    form = ChangeSeenForm(posted(request), row=row)

    def change(values: dict[str, Any]) -> IncidentRow:
        return change_row(row, values, version=values.pop("version"), by=request.user)

    if form.does(change):
        messages.success(request, gettext("Saved: %s") % row.band)
        return redirect("incident", incident_id)
    return _form(request, form, row.band, reverse("incident", args=[incident_id]))


@door(RIGHT)
def incident_helper(request: WorkerRequest, incident_id: str) -> HttpResponse:
    """Name a colleague who helps."""
    one = led_of(request, incident_id)
    form = HelperForm(posted(request), user=request.user)
    if form.does(lambda values: name_helper(one, by=request.user, **values)):
        messages.success(request, gettext("Your colleague sees the numbers now, and nobody's case."))
        return redirect("incident", incident_id)
    return _form(request, form, _("Who helps"), reverse("incident", args=[incident_id]))


@door(RIGHT, methods=("POST",))
def incident_helper_end(request: WorkerRequest, incident_id: str, user_id: str) -> HttpResponse:
    """They no longer help."""
    one = led_of(request, incident_id)
    user = User.objects.filter(organization_id=request.user.organization_id, public_id=user_id).first()
    if user is None:
        raise NotFound()
    end_helper(one, user=user, by=request.user)
    messages.success(request, gettext("Your colleague no longer sees the numbers."))
    return redirect("incident", incident_id)


@door(RIGHT, methods=("GET",))
def incident_print(request: WorkerRequest, incident_id: str) -> HttpResponse:
    """Numbers to cut out, nothing else."""
    one = incident_of(request, incident_id)
    rows = IncidentRow.objects.visible_to(request.user).filter(incident=one).select_related("incident")
    return render(request, "shelter/wristbands.html", {"incident": one, "rows": rows.order_by("number")})


@door(RIGHT, methods=("POST",))
def incident_close(request: WorkerRequest, incident_id: str) -> HttpResponse:
    """Everybody was asked."""
    close_incident(led_of(request, incident_id), by=request.user)
    messages.success(request, gettext("The incident is closed."))
    offer_a_talk(request)
    return redirect("incident", incident_id)


def _form(request: WorkerRequest, form: Any, heading: Any, back: str) -> HttpResponse:
    return kept_page(request, "shelter/form.html", form, heading=heading, submit=_("Save"), back_url=back)
