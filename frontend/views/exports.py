"""Cases leave as a file or on paper: after a reason, and without names unless they are wanted."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.actions import export_cases, export_htcds, print_summary
from cases.actions.exports import MOST
from cases.exporting.columns import CLEAR, NAMING, Column
from cases.exporting.files import CSV, XLSX, as_csv, as_xlsx
from cases.exporting.tables import What, table
from cases.models import Case, Goal
from frontend.forms.acting import posted
from frontend.forms.exports import ListExportForm, Shape, SummaryForm

from .case_forms import form_page
from .cases import narrowed_cases
from .cases_one import consents_now
from .doors import WorkerRequest, case_of, door

Values = dict[str, Any]
WRITERS = {Shape.CSV: (as_csv, CSV), Shape.XLSX: (as_xlsx, XLSX)}


@door("export_cases")
def cases_export(request: WorkerRequest) -> HttpResponse:
    """The cases of a list as a file. The file's name says nothing."""
    user = request.user
    asked = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    rows = narrowed_cases(QueryDict(asked), user)
    cases = list(rows.order_by("number")[: MOST + 1])
    form = ListExportForm(posted(request))
    if form.does(lambda values: _file(cases, values, user)):
        body, kind, ending = form.outcome
        response = HttpResponse(body, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="cases.{ending}"'
        return response
    context = {"form": form, "query": asked, "count": len(cases), "most": MOST, "too_many": len(cases) > MOST}
    return render(request, "cases/export.html", context, status=422 if form.is_bound else 200)


@door("export_cases")
def case_summary(request: WorkerRequest, case_id: str) -> HttpResponse:
    """A case on paper, or as a PDF that the browser makes; after a reason."""
    case, user = case_of(request, case_id, "export_cases"), request.user
    form = SummaryForm(posted(request))
    if form.does(lambda v: print_summary(case, reason=v["reason"], masked=not v["named"], by=user)):
        context = {"case": case, "named": form.cleaned_data["named"]} | _summary(case, form.cleaned_data["named"], user)
        return render(request, "cases/summary_print.html", context)
    back = reverse("case", args=[case_id])
    return form_page(request, case, form, heading=_("Summary on paper"), submit=_("Make it"), back=back)


def _file(cases: list[Case], values: Values, user: User) -> tuple[bytes, str, str]:
    reason, masked, shape = values["reason"], not values["named"], values["shape"]
    if shape == Shape.HTCDS:
        records = export_htcds(cases, reason=reason, masked=masked, by=user)
        return json.dumps(records, ensure_ascii=False, indent=1).encode(), "application/json; charset=utf-8", "json"
    write, kind = WRITERS[shape]
    told = export_cases(cases, what=values["what"], masked=masked, reason=reason, by=user)
    return write(told.lines), kind, shape


def _summary(case: Case, named: bool, user: User) -> dict[str, Any]:
    day = today(user.home)
    naming = [column for column in NAMING if named and (not column.group or user.reads(column.group))]
    whole = table(What.CASES, [case], masked=True, by=user, day=day)
    services = table(What.SERVICES, [case], masked=True, by=user, day=day)
    goals = Goal.objects.visible_to(user).filter(case=case).order_by("created_at") if named else []
    return {
        "facts": [*_facts(CLEAR, case, day), (whole.headings[-2], whole.rows[0][-2])],
        "naming": _facts(naming, case, day),
        "services": [row[1:] for row in services.rows],
        "headings": services.headings[1:],
        "consents": consents_now(user, case),
        "goals": goals,
    }


def _facts(columns: Any, case: Case, day: Any) -> list[tuple[Any, Any]]:
    told: list[tuple[Column, Any]] = [(column, column.value(case, day)) for column in columns]
    return [(column.heading, value) for column, value in told if value not in (None, "")]
