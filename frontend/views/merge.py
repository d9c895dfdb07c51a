"""Make one case of two that are about the same person; each field that differs is chosen; it can be undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.actions import merge_cases, reveal_identity, undo_merge
from cases.actions.links import case_by_number
from cases.looking import look
from cases.models import Case, Merge
from frontend.forms.acting import posted
from frontend.forms.merge import OtherCaseForm, compare, read_versions

from .case_forms import form_page, to_case
from .case_frame import frame
from .doors import WorkerRequest, case_of, door

HEADING = _("Merge with another case")


@door("merge_cases")
def case_merge(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask for the number, compare, merge: three steps at one address, told apart by what is posted."""
    case, user = case_of(request, case_id, "merge_cases"), request.user
    if request.POST.get("step") == "do":
        return _merge(request, case)
    form = OtherCaseForm(posted(request))
    if form.does(lambda values: _other(case, case_by_number(values["other"], by=user), request)):
        return _compare(request, case, form.outcome)
    back = reverse("case", args=[case_id])
    return form_page(request, case, form, heading=HEADING, submit=_("Compare"), back=back)


@door("merge_cases", methods=("POST",))
def merge_undo(request: WorkerRequest, case_id: str, merge_id: str) -> HttpResponse:
    """Put everything back where it was."""
    case = case_of(request, case_id, "merge_cases")
    merge = Merge.objects.visible_to(request.user).of_case(case).filter(public_id=merge_id).first()
    if merge is None:
        raise NotFound()
    undo_merge(merge, by=request.user)
    messages.success(request, gettext("The merge was undone: both cases are as they were."))
    return to_case("case", case)


def _merge(request: WorkerRequest, case: Case) -> HttpResponse:
    other = case_of(request, request.POST.get("other", ""), "merge_cases")
    taken = [name for name in request.POST if name.startswith("take-")]
    choices = {name.removeprefix("take-"): request.POST.get(name, "") for name in taken}
    versions = read_versions(request.POST.get("versions", ""))
    try:
        merge_cases(case, other, choices=choices, versions=versions, by=request.user)
    except Conflict:
        messages.error(request, gettext("Somebody changed one of the cases meanwhile. Compare them again."))
        return _compare(request, case, other, status=409)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
        return to_case("case_merge", case)
    messages.success(request, gettext("The cases were merged. It can be undone here."))
    return to_case("case", case)


def _other(case: Case, found: Case, request: WorkerRequest) -> Case:
    if found.pk == case.pk:
        raise InvalidInput(gettext("This is the same case. Choose another one."), field="other")
    return case_of(request, found.public_id, "merge_cases")


def _compare(request: WorkerRequest, case: Case, other: Case, status: int = 200) -> HttpResponse:
    user = request.user
    for one in (case, other):
        reveal_identity(one, by=user)
    look(case, other, by=user)
    context = {"heading": HEADING, "other": other, "comparison": compare(case, other)}
    context["back_url"] = reverse("case", args=[case.public_id])
    return render(request, "cases/merge.html", frame(user, case) | context, status=status)
