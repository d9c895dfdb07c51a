"""Who was told what of a person, by whatever way: one list that can be printed for them. Names of fields, no values."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from cases.actions import record_disclosure
from frontend.forms.acting import posted
from frontend.forms.consents import DisclosureForm
from frontend.ledger import ledger

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_disclosures(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The ledger, newest first; opening it enters the trail."""
    case = case_of(request, case_id)
    trail.record(events.LEDGER_READ, by=request.user, subject=case)
    return case_page(request, "disclosures", case, "", entries=ledger(request.user, case))


@door("record_consent")
def disclosure_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down what was told by phone, on paper or going along."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    form = DisclosureForm(posted(request), user=user)
    if form.does(lambda values: record_disclosure(case, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return to_case("case_disclosures", case)
    back = reverse("case_disclosures", args=[case_id])
    return form_page(request, case, form, heading=_("What was told outside the program"), submit=_("Save"), back=back)
