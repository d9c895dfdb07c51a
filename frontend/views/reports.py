"""Figures for funders: on the screen exact, and out of the organization without small numbers or for a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.errors import NotFound
from cases.actions import read_report, take_report
from cases.catalogue import offered
from cases.models import Case, Project
from cases.reports.asked import Asked
from cases.reports.dimensions import CROSSED, SINGLE
from cases.reports.report import Taken
from cases.reports.sentences import apart, headline, sentences
from frontend.forms.acting import posted
from frontend.forms.reports import ExactForm
from frontend.report_files import KINDS, written
from frontend.report_frame import in_words, periods, tabs

from .doors import WorkerRequest, door
from .report_counts import counted
from .reports_kept import kept

SHOWN = 20


def _offered(user: User, asked: Asked) -> dict[str, Any]:
    """What else can be asked: of these choices, and saved before."""
    return _choices(user, asked) | {"kept": kept(user)}


def _choices(user: User, asked: Asked) -> dict[str, Any]:
    """What the report can be narrowed to, each with its words and whether it is chosen."""
    projects = Project.objects.visible_to(user).order_by("name")
    named = [(p.public_id, p.name) for p in projects]
    questions = [(code, SINGLE[code]) for code in CROSSED]

    def marked(some: Any, chosen: str) -> list[tuple[str, Any, bool]]:
        return [(code, label, code == chosen) for code, label in some]

    return {
        "periods": periods(user, asked.when),
        "kinds": marked(Case.Kind.choices, asked.kind),
        "services": marked(offered(user.home), asked.service),
        "projects": marked([*named, ("none", _("No project"))] if named else [], asked.project),
        "rows": marked(questions, asked.rows),
        "columns": marked(questions, asked.columns),
    }


@door("view_reports", methods=("GET",))
@counted("report", _offered)
def report(request: WorkerRequest) -> HttpResponse:
    """One report; the address says what is counted."""
    user = request.user
    found = read_report(request.GET.dict(), by=user)
    context = {
        "tabs": tabs("report"),
        "asked": found.asked,
        "period": in_words(found.asked.period),
        "before": in_words(found.asked.period.before),
        "counts": found.counts,
        "headline": headline(found.counts),
        "sentences": list(sentences(found, user)),
        "apart": list(apart(found.counts, found.asked)),
        "tables": [(table, table.cells[:SHOWN], len(table.cells) - SHOWN) for table in found.tables],
        "crossed": found.crossed,
        "least": found.least,
        "counted_at": found.counted_at,
    }
    return render(request, "reports/report.html", context | _offered(user, found.asked))


@door("view_reports", methods=("GET",))
@counted("report")
def report_print(request: WorkerRequest) -> HttpResponse:
    """A page to print, without small numbers."""
    taken = take_report(request.GET.dict(), by=request.user, form="print")
    context = {"taken": taken, "told": taken.leaving, "asked": taken.asked, "period": in_words(taken.asked.period)}
    return render(request, "reports/print.html", context | _choices(request.user, taken.asked))


@door("view_reports", methods=("GET",))
@counted("report")
def report_file(request: WorkerRequest, shape: str) -> HttpResponse:
    """The report as a file, without small numbers."""
    if shape not in KINDS:
        raise NotFound()
    rate_limits.spend("export", by=request.user)
    return _file(take_report(request.GET.dict(), by=request.user, form=shape), shape)


@door("view_reports")
def report_exact(request: WorkerRequest) -> HttpResponse:
    """The report with exact numbers, for a reason."""
    form, query = ExactForm(posted(request)), request.GET.dict()

    def take(values: dict[str, Any]) -> Taken:
        rate_limits.spend("export", by=request.user)
        return take_report(query, by=request.user, form=values["form"], exact=True, reason=values["reason"])

    if form.does(take):
        return _file(form.outcome, form.cleaned_data["form"])
    context = {"form": form, "heading": _("Take the exact numbers out"), "submit": _("Make the file")}
    context["query"] = request.META.get("QUERY_STRING", "")
    return render(request, "reports/form.html", context, status=422 if form.is_bound else 200)


def _file(taken: Taken, form: str) -> HttpResponse:
    response = HttpResponse(written(taken, form), content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="report-{taken.asked.period.code}.{form}"'
    return response
