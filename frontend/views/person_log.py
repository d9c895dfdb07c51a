"""The log of one case to give away: who looked, who did what, who was told what. Names of fields, never values."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit.models import AuditEntry
from cases.actions import give_log
from cases.actions.copies import not_told
from cases.actions.person_log import LogFor
from cases.exporting.files import CSV, as_csv
from cases.models import Case
from frontend.event_words import FACTS, words
from frontend.forms.acting import posted
from frontend.forms.person_log import LogForm
from frontend.ledger import ledger
from frontend.templatetags.days import moment

from .case_forms import form_page
from .doors import WorkerRequest, case_of, door


@door("export_cases")
def case_log(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask for whom and why; then the page or the table. The file's name says nothing."""
    case, user = case_of(request, case_id, "export_cases"), request.user
    form = LogForm(posted(request))
    if form.does(lambda v: give_log(case, audience=v["audience"], reason=v["reason"], by=user)):
        named = form.cleaned_data["audience"] == LogFor.INSIDE
        rows = [_row(entry, named=named) for entry in form.outcome]
        if form.cleaned_data["shape"] == "table":
            return _table(case, rows)
        told = ledger(user, case, without=() if named else not_told(case, {}, user))
        full = named or form.cleaned_data["full"]
        context = {"case": case, "rows": rows, "told": told, "named": named, "full": full}
        return render(request, "cases/log_print.html", context)
    back = reverse("case_history", args=[case_id])
    heading = _("Give out who saw this case")
    return form_page(request, case, form, heading=heading, submit=_("Make it"), back=back)


def _row(entry: AuditEntry, *, named: bool) -> dict[str, Any]:
    field = FACTS.get((entry.additional_data or {}).get("field", ""), "")
    return {"when": entry.timestamp, "who": _who(entry, named), "what": words(entry.event), "more": field}


def _who(entry: AuditEntry, named: bool) -> str:
    if entry.actor is None:
        return gettext("The system")
    return entry.actor.name if named else str(entry.actor.get_role_display())


def _table(case: Case, rows: list[dict[str, Any]]) -> HttpResponse:
    headings = [gettext("When"), gettext("Who"), gettext("What"), gettext("More")]
    told = ([str(value) for value in (moment(row["when"]), row["who"], row["what"], row["more"])] for row in rows)
    response = HttpResponse(as_csv([headings, *told]), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="log-{case.public_id}.csv"'
    return response
