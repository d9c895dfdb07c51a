"""Missing or died: what is known, who confirms it, how it ends, and who may be told what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import add_kin_rule, confirm_gone, end_gone, end_kin_rule, mark_gone
from cases.models import Case, KinRule, Whereabouts
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.whereabouts import KinForm, MarkForm, ResumeForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_gone(request: WorkerRequest, case_id: str) -> HttpResponse:
    """What holds and what held, and the rules for those near."""
    case, user = case_of(request, case_id), request.user
    rows = Whereabouts.objects.visible_to(user).filter(case__person_id=case.person_id)
    kin = KinRule.objects.visible_to(user).filter(case__person_id=case.person_id).holding()
    context = {
        "rows": list(rows.select_related("recorded_by", "confirmed_by", "ended_by").order_by("-recorded_at")),
        "kin": list(kin.select_related("recorded_by").order_by("may", "recorded_at")),
    }
    return case_page(request, "gone", case, "case_plan", **context)


@door("record_service")
def gone_mark(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Say that the person is missing or died."""
    case, user = case_of(request, case_id, "record_service"), request.user
    form = MarkForm(posted(request))
    if form.does(lambda values: mark_gone(case, by=user, **values)):
        messages.success(request, gettext("Contact has stopped. A second person confirms it within a day."))
        offer_a_talk(request)
        return to_case("case_gone", case)
    return _page(request, case, form, _("The person is missing or died"), _("Stop contact now"), template="gone_form")


@door("close_case", methods=("POST",))
def gone_confirm(request: WorkerRequest, case_id: str, gone_id: str) -> HttpResponse:
    """Say as a second person that it is so."""
    case = case_of(request, case_id, "close_case")
    confirm_gone(_row(request, case, gone_id), by=request.user)
    messages.success(request, gettext("Confirmed."))
    return to_case("case_gone", case)


@door("edit_case")
def gone_end(request: WorkerRequest, case_id: str, gone_id: str) -> HttpResponse:
    """Contact may go on."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    row = _row(request, case, gone_id)
    form = ResumeForm(posted(request), row=row)
    if form.does(lambda values: end_gone(row, by=user, **values)):
        messages.success(request, gettext("Contact may go on. Review the safe-contact rules first."))
        return to_case("case_gone", case)
    return _page(request, case, form, _("Let contact go on"), _("Save"))


@door("edit_case")
def kin_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Somebody near, and what they may be told."""
    case, user = case_of(request, case_id, "edit_case", reads="contact"), request.user
    form = KinForm(posted(request))
    if form.does(lambda values: add_kin_rule(case, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_gone", case)
    return _page(request, case, form, _("Who may be told what"), _("Save"))


@door("edit_case", methods=("POST",))
def kin_end(request: WorkerRequest, case_id: str, kin_id: str) -> HttpResponse:
    """The person took it back."""
    case = case_of(request, case_id, "edit_case", reads="contact")
    rules = KinRule.objects.visible_to(request.user).filter(case__person_id=case.person_id).select_related("case")
    rule = rules.filter(public_id=kin_id).first()
    if rule is None:
        raise NotFound()
    end_kin_rule(rule, by=request.user)
    messages.success(request, gettext("Ended."))
    return to_case("case_gone", case)


def _row(request: WorkerRequest, case: Case, gone_id: str) -> Whereabouts:
    rows = Whereabouts.objects.visible_to(request.user).filter(case__person_id=case.person_id).select_related("case")
    row: Whereabouts | None = rows.filter(public_id=gone_id).first()
    if row is None:
        raise NotFound()
    return row


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any, submit: Any, **more: Any) -> HttpResponse:
    back = reverse("case_gone", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=submit, back=back, **more)
