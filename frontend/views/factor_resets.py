"""What waits for a second person; lost second factors, which an administrator asks about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts import actions
from casemgr.accounts.models import FactorReset
from casemgr.errors import NotFound
from frontend.forms.acting import posted
from frontend.forms.factor_reset import AskResetForm, DecideResetForm
from referrals.models import OutsidePartner, Pairing

from .doors import WorkerRequest, door
from .people import colleague_of
from .role_requests import role_rows
from .second_persons import second_persons
from .settings_frame import parts


@door("manage_people")
def factor_reset_ask(request: WorkerRequest, person_id: str) -> HttpResponse:
    """Say what happened; it waits for a second person."""
    person = colleague_of(request, person_id)
    form = AskResetForm(posted(request))
    if form.does(lambda values: actions.ask_factor_reset(person, reason=values["reason"], by=request.user)):
        messages.success(request, _("It waits for a second person now. Tell one of them."))
        return redirect("factor_resets")
    context = parts("people") | {"form": form, "person": person, "seconds": second_persons(request.user, person)}
    return render(request, "admin/factor_reset.html", context, status=422 if form.is_bound else 200)


@door("confirm_reset", methods=("GET",))
def factor_resets(request: WorkerRequest) -> HttpResponse:
    """What waits (roles and lost factors), and which factors were answered about lately."""
    rows = FactorReset.objects.filter(organization=request.user.home).select_related("person", "asked_by", "decided_by")
    waiting = [(one, request.user.pk not in (one.asked_by_id, one.person_id)) for one in rows.waiting()]
    done = rows.exclude(decided_at=None).order_by("-decided_at")[:20]
    pairings = Pairing.objects.visible_to(request.user).select_related("partner").to_compare()
    context = {"waiting": waiting, "done": done, "roles": role_rows(request.user), "pairings": pairings}
    context["partners"] = OutsidePartner.objects.visible_to(request.user).to_confirm().select_related("partner")
    return render(request, "admin/factor_resets.html", context)


@door("confirm_reset", methods=("POST",))
def factor_reset_decide(request: WorkerRequest, reset_id: str) -> HttpResponse:
    """Confirm or refuse."""
    one = FactorReset.objects.filter(organization=request.user.home, public_id=reset_id).first()
    if one is None:
        raise NotFound()
    form = DecideResetForm(request.POST)
    if form.does(lambda v: actions.decide_factor_reset(one, confirm=v["answer"] == "confirm", by=request.user)):
        done = one.person.name if form.cleaned_data["answer"] == "confirm" else ""
        said = _("%s sets up a new second factor at the next sign-in.") % done if done else _("Refused.")
        messages.success(request, said)
    else:
        messages.error(request, str(form.refusal or _("Confirm or refuse.")))
    return redirect("factor_resets")
