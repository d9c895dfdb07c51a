"""Further facts of HTCDS about a case, and the case as an HTCDS file."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import Conflict
from cases.actions import export_htcds, record_htcds_facts
from cases.looking import beyond
from cases.models import HtcdsFacts
from frontend.forms.acting import posted
from frontend.forms.htcds import ExportForm, HtcdsForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door


@door("edit_case")
def htcds_facts(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Read and write them. Somebody faster: what they wrote is what a fresh page shows; what was typed stays."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    row = HtcdsFacts.objects.visible_to(user).filter(case=case).first()
    read_at = row.updated_at.isoformat() if row else ""
    form = HtcdsForm(posted(request), facts=row.facts if row else {}, read_at=read_at)

    def save() -> HtcdsFacts:
        return record_htcds_facts(case, form.facts(), read_at=form.cleaned_data["read_at"], by=user)

    try:
        if form.does(lambda _values: save()):
            messages.success(request, gettext("Saved."))
            return to_case("case_experience", case)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("read_at", read_at)
    trail.read(events.EXPERIENCE_READ, by=user, subjects=[case], facts=beyond((case,), user))
    back = reverse("case_experience", args=[case_id])
    words = {"heading": _("Further facts"), "submit": _("Save")}
    return form_page(request, case, form, back=back, template="htcds_form", groups=form.groups(), **words)


@door("export_cases")
def htcds_export(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The case as one HTCDS record, after a reason. The file's name says nothing."""
    case = case_of(request, case_id, "export_cases")
    form = ExportForm(posted(request))
    if form.does(lambda v: export_htcds([case], reason=v["reason"], masked=not v["named"], by=request.user)):
        body = json.dumps(form.outcome, ensure_ascii=False, indent=1)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="record-{case.public_id}.json"'
        return response
    back = reverse("case_experience", args=[case_id])
    words = {"heading": _("Take the case out as an HTCDS file"), "submit": _("Make the file")}
    return form_page(request, case, form, back=back, template="htcds_export", **words)
