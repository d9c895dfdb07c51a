"""Medicine and allergies of a case; interpreters of the organization, and who must not interpret for a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import add_health_alert, add_interpreter, bar_interpreter, end_health_alert
from cases.codelists.languages import LANGUAGES
from cases.models import HealthAlert, Interpreter
from frontend.forms.acting import posted
from frontend.forms.appointments import BarInterpreterForm, HealthForm, InterpreterForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door


@door("edit_case")
def health_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case", reads="health"), request.user
    form = HealthForm(posted(request))
    if form.does(lambda values: add_health_alert(case, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case", case)
    back = reverse("case", args=[case_id])
    return form_page(request, case, form, heading=_("Medicine or allergy"), submit=_("Save"), back=back)


@door("edit_case", methods=("POST",))
def health_end(request: WorkerRequest, case_id: str, alert_id: str) -> HttpResponse:
    """It no longer holds."""
    case = case_of(request, case_id, "edit_case", reads="health")
    alerts = HealthAlert.objects.visible_to(request.user).filter(case=case).select_related("case")
    alert = alerts.filter(public_id=alert_id).first()
    if alert is None:
        raise NotFound()
    end_health_alert(alert, by=request.user)
    messages.success(request, gettext("Ended."))
    return to_case("case", case)


@door("approve")
def interpreters(request: WorkerRequest) -> HttpResponse:
    """The list, and adding one."""
    user = request.user
    form = InterpreterForm(posted(request))
    if form.does(lambda values: add_interpreter(by=user, **values)):
        messages.success(request, gettext("The interpreter was added."))
        return redirect("interpreters")
    found = Interpreter.objects.visible_to(user).filter(ended_at=None).order_by("recorded_at")
    rows = [(one, ", ".join(str(LANGUAGES.label(tag)) for tag in one.languages)) for one in found]
    context = {"form": form, "rows": rows}
    return render(request, "cases/interpreters.html", context, status=422 if form.is_bound else 200)


@door("edit_case")
def interpreter_bar(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Somebody must not interpret for this person."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = BarInterpreterForm(posted(request), user=user)
    if form.does(lambda values: bar_interpreter(values["interpreter"], case.person, reason=values["reason"], by=user)):
        messages.success(request, gettext("They aren't offered for this person any more."))
        return to_case("case_plan", case)
    back = reverse("case_plan", args=[case_id])
    heading = _("Who must not interpret")
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)
