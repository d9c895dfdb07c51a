"""Change where a case stands, whose it is and who sees it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions import assign, change_case, end_grant, give_to_team, grant, set_restricted
from cases.actions.transfers import may_hand_over
from cases.models import EmergencyAccess, Restriction, TransferRequest
from cases.seeing import who_sees
from frontend.beyond import counted_in_statistics, partners_seeing
from frontend.forms.acting import posted
from frontend.forms.case import CaseForm, CaseTeamForm, ColleagueForm
from frontend.forms.life import RestrictForm

from .case_forms import clash_page, form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

CHANGE = _("Stage, safety and follow-up")


@door("edit_case")
def case_change(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Stage, safety and next follow-up."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = CaseForm(posted(request), row=case)
    saved = form.save_over(
        lambda: case_of(request, case_id, "edit_case"),
        lambda values, version: change_case(
            case, values, version=int(version), by=user, reason=form.cleaned_data["reason"]
        ),
    )
    back = reverse("case", args=[case_id])
    if saved:
        messages.success(request, gettext("Saved."))
        return to_case("case", case)
    if form.clash:
        return clash_page(request, case, form, heading=CHANGE, back=back)
    return form_page(request, case, form, heading=CHANGE, submit=_("Save"), back=back)


@door("view_case", methods=("GET",))
def case_access(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Who could see this today; supervisors change it here."""
    case, user = case_of(request, case_id), request.user
    forms: dict[str, Any] = {
        "assign_form": ColleagueForm(user=user, prefix="assign"),
        "grant_form": ColleagueForm(user=user),
        "team_form": CaseTeamForm(user=user, initial={"team": case.team_id}) if user.home.teams.exists() else None,
    }
    opened = EmergencyAccess.objects.visible_to(user).filter(case=case).select_related("opened_by", "reviewed_by")
    asked = TransferRequest.objects.visible_to(user).filter(case=case).select_related("asked_by", "to")
    transfer: dict[str, Any] = {
        "asked": asked.asked().first(),
        "handed_over": asked.exclude(state="asked").order_by("-asked_at")[:5],
        "may_hand_over": may_hand_over(case, user),
    }
    changes = Restriction.objects.visible_to(user).filter(case=case).select_related("changed_by")
    transfer["restrictions"] = changes.order_by("-created_at", "-id")[:10]
    others = {"partners": partners_seeing(user, case), "counted": counted_in_statistics(user, case)}
    return case_page(
        request,
        "access",
        case,
        "",
        seers=who_sees(case, by=user),
        opened=opened.order_by("-began_at")[:10],
        **forms,
        **transfer,
        **others,
    )


@door("assign_case", methods=("POST",))
def case_assign(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Give the case to a colleague."""
    case, user = case_of(request, case_id, "assign_case"), request.user
    form = ColleagueForm(request.POST, user=user, prefix="assign")
    if form.does(lambda values: assign(case, to=values["to"], by=user)):
        messages.success(request, gettext("The case was assigned."))
    else:
        messages.error(request, gettext("Choose a colleague who works with cases."))
    return to_case("case_access", case)


@door("assign_case", methods=("POST",))
def case_team(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Say which team the case belongs to."""
    case, user = case_of(request, case_id, "assign_case"), request.user
    form = CaseTeamForm(request.POST, user=user)
    if form.does(lambda values: give_to_team(case, team=values["team"], by=user)):
        messages.success(request, gettext("Saved."))
    else:
        messages.error(request, gettext("Choose one of your teams."))
    return to_case("case_access", case)


@door("assign_case", methods=("POST",))
def case_grant(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Name a colleague who may see the case."""
    case, user = case_of(request, case_id, "assign_case"), request.user
    form = ColleagueForm(request.POST, user=user)
    if form.does(lambda values: grant(case, to=values["to"], by=user)):
        messages.success(request, gettext("The colleague may see this case now."))
    else:
        messages.error(request, gettext("Choose a colleague who works with cases."))
    return to_case("case_access", case)


@door("assign_case", methods=("POST",))
def case_end_grant(request: WorkerRequest, case_id: str, user_id: str) -> HttpResponse:
    """Take a colleague's name off the case."""
    case, user = case_of(request, case_id, "assign_case"), request.user
    end_grant(case, of=get_object_or_404(User.objects.colleagues_of(user), public_id=user_id), by=user)
    messages.success(request, gettext("The colleague no longer sees this case by name."))
    return to_case("case_access", case)


@door("restrict_case")
def case_restrict(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Hide the case from everybody who is not named on it, or show it again, and why."""
    case, user = case_of(request, case_id, "restrict_case"), request.user
    restricted = not case.restricted
    form = RestrictForm(posted(request), initial={"restricted": "yes" if restricted else "no"})
    if form.does(lambda values: set_restricted(case, by=user, **values)):
        said = _("Only people named on it see this case now.") if restricted else _("Restriction lifted.")
        messages.success(request, said)
        return to_case("case_access", case)
    heading = _("Restrict this case") if restricted else _("Lift the restriction")
    return form_page(request, case, form, heading=heading, submit=heading, back=reverse("case_access", args=[case_id]))
