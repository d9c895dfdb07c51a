"""Services of a case: the list, and recording one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.errors import NotFound
from cases.actions import record_service, settle_service
from cases.catalogue import label
from cases.models import MoneyRequest, ServiceRecord
from frontend.forms.acting import posted
from frontend.forms.money import SettleServiceForm
from frontend.forms.services import ServiceForm
from frontend.paging import OpenPaginator

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_services(request: WorkerRequest, case_id: str) -> HttpResponse:
    """What was given, planned, declined or not to be had; newest first."""
    case = case_of(request, case_id)
    records = ServiceRecord.objects.visible_to(request.user).filter(case=case).select_related("recorded_by")
    page = OpenPaginator(records.order_by("-on_date", "-created_at"), 50).get_page(request.GET.get("page"))
    rows = [(record, label(request.user.home, record.service_code)) for record in page.object_list]
    money = MoneyRequest.objects.visible_to(request.user).filter(case=case).select_related("fund", "asked_by")
    shown = {"rows": rows, "page": page, "money": money.order_by("-asked_at")[:20], "today": today(request.user.home)}
    return case_page(request, "services", case, "case_services", **shown)


@door("record_service")
def service_settle(request: WorkerRequest, case_id: str, service_id: str) -> HttpResponse:
    """What became of a planned one."""
    case, user = case_of(request, case_id, "record_service"), request.user
    records = ServiceRecord.objects.visible_to(user).filter(case=case).select_related("case")
    record = records.filter(public_id=service_id).first()
    if record is None:
        raise NotFound()
    form = SettleServiceForm(posted(request), user=user)
    if form.does(lambda values: settle_service(record, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_services", case)
    back = reverse("case_services", args=[case_id])
    heading = label(user.home, record.service_code)
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("record_service")
def service_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Record one: the usual ones are one click, today is filled in."""
    case, user = case_of(request, case_id, "record_service"), request.user
    form = ServiceForm(posted(request), user=user)
    if form.does(lambda values: record_service(case, by=user, **values)):
        messages.success(request, gettext("The service was recorded."))
        return to_case("case", case)
    back = reverse("case", args=[case_id])
    heading, submit = _("Record a service"), _("Save service")
    return form_page(request, case, form, heading=heading, submit=submit, back=back, template="service_form")
