"""Teams of the organization. For organization administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts import actions
from casemgr.accounts.models import RoleRequest, Team, User
from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from frontend.forms.people import TeamForm

from .doors import WorkerRequest, door
from .settings_frame import parts


@door("manage_people", methods=("GET",))
def teams(request: WorkerRequest) -> HttpResponse:
    """Every team with its people."""
    active = Prefetch("members", User.objects.filter(is_active=True).order_by("name"))
    rows = Team.objects.filter(organization=request.user.home).order_by("name").prefetch_related(active)
    return render(request, "admin/teams.html", parts("teams") | {"teams": rows})


@door("manage_people")
def team_add(request: WorkerRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(posted(request), user=request.user)
    if form.does(lambda values: actions.save_team(by=request.user, **values)):
        messages.success(request, _("The team was made."))
        _say_who_waits(request, form.outcome)
        return redirect("teams")
    return _form(request, form, heading=_("A new team"))


@door("manage_people")
def team_change(request: WorkerRequest, team_id: UUID) -> HttpResponse:
    """Its name and its people."""
    team = _team(request, team_id)
    members = team.members.values_list("public_id", flat=True)
    form = TeamForm(posted(request), user=request.user, initial={"name": team.name, "members": list(members)})
    if form.does(lambda values: actions.save_team(by=request.user, team=team, **values)):
        messages.success(request, _("Saved."))
        _say_who_waits(request, form.outcome)
        return redirect("teams")
    return _form(request, form, heading=_("Change a team"))


@door("manage_people")
def team_end(request: WorkerRequest, team_id: UUID) -> HttpResponse:
    """Ask, then take the team away."""
    team, form = _team(request, team_id), ActionForm(posted(request))
    if form.does(lambda _values: actions.end_team(team, by=request.user)):
        messages.success(request, _("The team is no more. Its people and their cases stay as they are."))
        return redirect("teams")
    context = parts("teams") | {"team": team, "form": form}
    return render(request, "admin/team_end.html", context, status=422 if form.is_bound else 200)


def _say_who_waits(request: WorkerRequest, team: Team) -> None:
    asked = RoleRequest.objects.waiting().filter(team=team).select_related("person").order_by("person__name")
    for one in asked:
        messages.info(request, _("%s joins once a second person confirmed it.") % one.person.name)


def _team(request: WorkerRequest, team_id: UUID) -> Team:
    team = Team.objects.filter(organization=request.user.home, pk=team_id).first()
    if team is None:
        raise NotFound()
    return team


def _form(request: WorkerRequest, form: TeamForm, *, heading: str) -> HttpResponse:
    context = parts("teams") | {"form": form, "heading": heading, "submit": _("Save")}
    return render(request, "admin/form.html", context, status=422 if form.is_bound else 200)
