"""Colleagues: who they are, inviting one, roles, ending access. For organization administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts import actions, held_key
from casemgr.accounts.actions.role_requests import is_unopened
from casemgr.accounts.models import ProviderIdentity, RoleRequest, User
from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from frontend.forms.people import InviteForm, RoleForm
from frontend.role_words import SCOPES, matrix

from .doors import WorkerRequest, door
from .second_persons import second_persons
from .settings_frame import parts


@door("manage_people", methods=("GET",))
def people(request: WorkerRequest) -> HttpResponse:
    """Everybody of the organization, those without access last."""
    rows = colleagues(request).order_by("-is_active", "name", "id")
    asked = RoleRequest.objects.waiting().filter(organization=request.user.home, opens_account=True)
    context = parts("people") | {"people": rows, "unopened": set(asked.values_list("person_id", flat=True))}
    return render(request, "admin/people.html", context)


@door("manage_people")
def invite(request: WorkerRequest) -> HttpResponse:
    """Make an account and show its one-time link, once, on the answer itself."""
    form = InviteForm(posted(request))
    if form.does(lambda values: actions.create_person(by=request.user, **values)):
        if form.outcome.is_active:
            return invitation(request, form.outcome, actions.invitation_path(form.outcome))
        messages.success(request, _("It waits for a second person now. Once they confirmed it, make the link here."))
        return redirect("colleague", form.outcome.public_id)
    return _form(request, form, heading=_("Invite a colleague"), submit=_("Make the link"))


@door("manage_people", methods=("POST",))
def new_link(request: WorkerRequest, person_id: str) -> HttpResponse:
    """Another one-time link, for somebody who lost theirs or their password."""
    person = colleague_of(request, person_id)
    return invitation(request, person, actions.renew_invitation(person, by=request.user))


@door("manage_people")
def colleague(request: WorkerRequest, person_id: str) -> HttpResponse:
    """One colleague; POST gives them another role."""
    person = colleague_of(request, person_id)
    form = RoleForm(posted(request), initial={"role": person.role})
    if form.does(lambda values: actions.change_role(person, role=values["role"], by=request.user)):
        done = _("The role was changed. It holds from their next click.")
        messages.success(request, _("It waits for a second person now. Tell one of them.") if form.outcome else done)
        return redirect("colleague", person_id)
    context = parts("people") | {
        "person": person,
        "form": form,
        "linked": ProviderIdentity.objects.filter(user=person).exists(),
        "unopened": is_unopened(person),
        "waiting": RoleRequest.objects.waiting().filter(person=person).select_related("team", "asked_by"),
        "seconds": second_persons(request.user, person),
    }
    return render(request, "admin/colleague.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def deactivate(request: WorkerRequest, person_id: str) -> HttpResponse:
    """Ask, then end the account's access."""
    person = colleague_of(request, person_id)
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.deactivate(person, by=request.user)):
        messages.success(request, _("Their access has ended. What they did stays in the audit trail."))
        return redirect("people")
    context = parts("people") | {"person": person, "form": form, "key": held_key.left_without(person)}
    return render(request, "admin/deactivate.html", context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("GET",))
def roles(request: WorkerRequest) -> HttpResponse:
    """Which role may do what, from the page of roles itself."""
    columns, rows = matrix()
    heads = [(role.label, SCOPES[role.scope]) for role in columns]
    return render(request, "admin/roles.html", parts("roles") | {"heads": heads, "rows": rows})


def invitation(request: WorkerRequest, person: User, path: str) -> HttpResponse:
    """The page with the link, to print, copy or read out."""
    link = request.build_absolute_uri(path)
    return render(request, "admin/invitation.html", parts("people") | {"person": person, "link": link})


def colleagues(request: WorkerRequest) -> QuerySet[User]:
    """People of the administrator's own organization, machines left out."""
    return User.objects.filter(organization_id=request.user.home.pk, is_machine=False)


def colleague_of(request: WorkerRequest, person_id: str) -> User:
    """The colleague with this public id. Errors: NotFound."""
    person = colleagues(request).filter(public_id=person_id).first()
    if person is None:
        raise NotFound()
    return person


def _form(request: WorkerRequest, form: Any, **words: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "admin/form.html", parts("people") | words | {"form": form}, status=status)
