"""Legal holds: placed on a case or, while it is sealed, on its request; lifted by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import lift_hold, place_hold
from cases.models import LegalHold
from frontend.forms.acting import posted
from frontend.forms.rights import HoldForm
from frontend.rights import one_of

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door
from .right_steps import page

HEADING, SUBMIT = _("Keep this record: legal hold"), _("Keep it")


@door("approve")
def hold_place(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Keep a record from being erased."""
    case, user = case_of(request, case_id, "approve"), request.user
    form = HoldForm(posted(request))
    if form.does(lambda values: place_hold(case, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_rights", case)
    back = reverse("case_rights", args=[case_id])
    return form_page(request, case, form, heading=HEADING, submit=SUBMIT, back=back)


@door("approve")
def right_hold(request: WorkerRequest, right_id: str) -> HttpResponse:
    """The same while it is sealed."""
    one, user = one_of(request.user, right_id), request.user
    form = HoldForm(posted(request))
    if form.does(lambda values: place_hold(one, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("right", right_id)
    return page(request, one, form, heading=HEADING, submit=SUBMIT)


@door("approve", methods=("POST",))
def hold_lift(request: WorkerRequest, hold_id: str) -> HttpResponse:
    """Ask for it, or lift what another supervisor asked for."""
    hold = LegalHold.objects.visible_to(request.user).filter(public_id=hold_id).first()
    if hold is None:
        raise NotFound()
    done = lift_hold(hold, by=request.user)
    said = gettext("Lifted.") if done.lifted_at else gettext("Another supervisor has to lift it now.")
    messages.success(request, said)
    return redirect("rights")
