"""What happened, in codes. Numbered by the order of writing: an experience has no public id of its own."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import Conflict, NotFound
from cases.actions import record_experience
from cases.codelists import REGISTRY
from cases.ctdc_codes import of_experience
from cases.htcds.fields import ELSEWHERE
from cases.looking import beyond
from cases.models import Case, Experience, HtcdsFacts
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.experience import ExperienceForm
from frontend.forms.route import RouteForm, route_points
from frontend.forms.versioned import in_words

from .case_forms import clash_page, form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

HEADING = _("Experience")
NOT_SHOWN = ("version", "narrative", "places")


@door("view_case", methods=("GET",))
def case_experience(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The coded facts of each experience; own words and places stay closed until the form is opened."""
    case = case_of(request, case_id, reads="narrative")
    rows = [
        {"number": number, "facts": _facts(row), "route": route_points(row), "ctdc": of_experience(row)}
        for number, row in enumerate(_all(request, case), start=1)
    ]
    return case_page(request, "experience", case, "case_experience", rows=rows, further=_further(request, case))


@door("edit_case")
def experience_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down another one."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    form = ExperienceForm(posted(request), row=Experience())
    if form.does(lambda _values: record_experience(case, form.changes(), by=user)):
        messages.success(request, gettext("Saved."))
        offer_a_talk(request)
        return to_case("case_experience", case)
    back = reverse("case_experience", args=[case_id])
    return _page(request, case, form, back)


@door("edit_case")
def experience_change(request: WorkerRequest, case_id: str, number: int) -> HttpResponse:
    """Add to one, or put it right."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    row = _one(request, case, number)
    form = ExperienceForm(posted(request), row=row)
    saved = form.save_over(
        lambda: _one(request, case, number),
        lambda values, version: record_experience(
            case, values, by=user, experience=row, read_at=datetime.datetime.fromisoformat(version)
        ),
    )
    back = reverse("case_experience", args=[case_id])
    if saved:
        messages.success(request, gettext("Saved."))
        return to_case("case_experience", case)
    trail.read(events.EXPERIENCE_READ, by=user, subjects=[row], facts=beyond((case,), user))
    if form.clash:
        return clash_page(request, case, form, heading=HEADING, back=back)
    return _page(request, case, form, back)


@door("edit_case")
def experience_route(request: WorkerRequest, case_id: str, number: int) -> HttpResponse:
    """The points of its route. If somebody was faster, what was typed stays and is saved only when sent again."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    row = _one(request, case, number)
    form = RouteForm(posted(request), row=row)
    try:
        saved = form.does(
            lambda values: record_experience(
                case, {"route": form.points()}, by=user, experience=row, read_at=values["version"]
            )
        )
    except Conflict:
        saved = False
        form.sees("version", row.updated_at.isoformat())
        form.add_error(None, gettext("Somebody changed this meanwhile. Yours is below: save again to keep it."))
    if saved:
        messages.success(request, gettext("Saved."))
        return to_case("case_experience", case)
    trail.read(events.EXPERIENCE_READ, by=user, subjects=[row], facts=beyond((case,), user))
    back = reverse("case_experience", args=[case_id])
    return form_page(
        request, case, form, heading=_("Route"), submit=_("Save"), back=back, template="route_form", points=form.rows()
    )


def _further(request: WorkerRequest, case: Case) -> list[tuple[str, str]]:
    """The case's further HTCDS facts with their labels; codes in words."""
    row = HtcdsFacts.objects.visible_to(request.user).filter(case=case).first()
    found = []
    for name, value in (row.facts if row else {}).items():
        field = ELSEWHERE[name]
        codes = REGISTRY.get(field.codelist) if field.kind in ("picklist", "multiselect") else None
        found.append((field.label or name, str(codes.label(value)) if codes else value))
    return found


def _page(request: WorkerRequest, case: Case, form: ExperienceForm, back: str) -> HttpResponse:
    return form_page(
        request,
        case,
        form,
        heading=HEADING,
        submit=_("Save"),
        back=back,
        template="experience_form",
        parts_of=form.parts(),
    )


def _all(request: WorkerRequest, case: Case) -> Any:
    rows = Experience.objects.visible_to(request.user).filter(case=case)
    return rows.order_by("created_at", "id")


def _one(request: WorkerRequest, case: Case, number: int) -> Experience:
    rows = list(_all(request, case)[number - 1 : number]) if number > 0 else []
    if not rows:
        raise NotFound()
    return rows[0]


def _facts(row: Experience) -> list[tuple[str, str]]:
    form = ExperienceForm(row=row)
    shown = [form[name] for name in form.own_fields() if name not in NOT_SHOWN]
    said = [(str(field.label), in_words(field, getattr(row, field.name))) for field in shown]
    return [(label, words) for label, words in said if words != "–"]
