"""A resident didn't come back: begin, step by step, and how it ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import end_missing, missing_step, report_missing
from cases.models import Case, Missing
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.shelter import FoundForm, MissedForm, MissingStepForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door
from .stays import RIGHT, stay_of


@door(RIGHT)
def missing_report(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
    """Since when they are missed; supervisors are told at once."""
    case, user = case_of(request, case_id, RIGHT), request.user
    stay = stay_of(request, case, stay_id)
    form = MissedForm(posted(request), initial={"noticed_at": timezone.localtime(stay.back_by)})
    if form.does(lambda values: report_missing(stay, by=user, **values)):
        messages.success(request, gettext("Supervisors are told, and contact has stopped. Write down each step here."))
        offer_a_talk(request)
        return to_case("case_stays", case)
    return _page(request, case, form, _("Did not come back"))


@door(RIGHT)
def missing_steps(request: WorkerRequest, case_id: str, missing_id: str) -> HttpResponse:
    """Something was done."""
    case, user = case_of(request, case_id, RIGHT), request.user
    missing = _missing(request, case, missing_id)
    form = MissingStepForm(posted(request), user=user, initial={"done_at": timezone.localtime()})
    if form.does(lambda values: missing_step(missing, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_stays", case)
    return _page(request, case, form, _("What was done"))


@door(RIGHT)
def missing_found(request: WorkerRequest, case_id: str, missing_id: str) -> HttpResponse:
    """How it ended."""
    case, user = case_of(request, case_id, RIGHT), request.user
    missing = _missing(request, case, missing_id)
    form = FoundForm(posted(request))
    if form.does(lambda values: end_missing(missing, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_stays", case)
    return _page(request, case, form, _("How did it end?"))


def _missing(request: WorkerRequest, case: Case, missing_id: str) -> Missing:
    missing = Missing.objects.visible_to(request.user).filter(case=case, public_id=missing_id).first()
    if missing is None:
        raise NotFound()
    return missing


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any) -> HttpResponse:
    back = reverse("case_stays", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)
