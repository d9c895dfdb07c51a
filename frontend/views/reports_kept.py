"""Keep a report under a name, or let it go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.encryption import keys
from cases.actions import delete_report, save_report
from cases.actions.projects import rules_of
from cases.models import SavedReport
from cases.reports.asked import asked
from frontend.forms.acting import posted
from frontend.forms.reports import SaveReportForm

from .doors import WorkerRequest, door


def kept(user: User) -> list[tuple[SavedReport, bool]]:
    """Own reports and shared ones, oldest first, and whether each is the user's own."""
    rows: Any = list(SavedReport.objects.visible_to(user).order_by("created_at")[:40])
    keys.prefetch(user.home.pk, [row.author_id for row in rows])
    return [(row, row.author_id == user.pk) for row in rows]


@door("view_reports")
def report_save(request: WorkerRequest) -> HttpResponse:
    """Name the report and keep it; the address says which it is."""
    user = request.user
    query = asked(request.GET.dict(), user, rules_of(user)).query
    form = SaveReportForm(posted(request))
    if form.does(lambda values: save_report(query=query, by=user, **values)):
        messages.success(request, gettext("The report was saved."))
        return redirect(f"{reverse('report')}?{query}")
    context = {"form": form, "query": query, "heading": _("Save this report"), "submit": _("Save report")}
    return render(request, "reports/form.html", context, status=422 if form.is_bound else 200)


@door("view_reports", methods=("POST",))
def report_delete(request: WorkerRequest, report_id: str) -> HttpResponse:
    """Let one's own go."""
    delete_report(report_id, by=request.user)
    messages.success(request, gettext("The report was deleted."))
    return redirect("report")
