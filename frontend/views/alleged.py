"""Alleged perpetrators of a case, for its worker, writer and supervisors; whom of the organization they resemble."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import record_alleged, retract_alleged
from cases.alleged import matches
from cases.codelists.local import PERPETRATOR_ROLES
from cases.models import AllegedPerpetrator
from frontend.forms.acting import posted
from frontend.forms.alleged import AllegedForm, RetractForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

KINDS = {"staff": _("a colleague"), "interpreter": _("an interpreter"), "person": _("a person helped here")}


@door("edit_case", methods=("GET",))
def case_alleged(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Those that this reader may read, standing ones first."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    found = AllegedPerpetrator.objects.visible_to(user).filter(case=case).select_related("recorded_by", "retracted_by")
    standing = list(found.standing().order_by("recorded_at"))
    trail.read(events.ALLEGED_READ, by=user, subjects=standing)
    rows = [
        {
            "one": one,
            "roles": [PERPETRATOR_ROLES.label(code) for code in one.roles],
            "like": [(KINDS[match.kind], match) for match in matches(one, user)],
        }
        for one in standing
    ]
    retracted = found.exclude(retracted_at=None).order_by("-retracted_at")
    return case_page(request, "alleged", case, "case_experience", rows=rows, retracted=retracted)


@door("edit_case")
def alleged_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = AllegedForm(posted(request))
    if form.does(lambda values: record_alleged(case, by=user, **values)):
        messages.success(request, gettext("Saved. It is in no copy, no export and no referral."))
        return to_case("case_alleged", case)
    back = reverse("case_alleged", args=[case_id])
    return form_page(request, case, form, heading=_("Somebody alleged"), submit=_("Save"), back=back)


@door("edit_case")
def alleged_retract(request: WorkerRequest, case_id: str, alleged_id: str) -> HttpResponse:
    """It no longer stands."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    rows = AllegedPerpetrator.objects.visible_to(user).standing().filter(case=case).select_related("case")
    alleged = rows.filter(public_id=alleged_id).first()
    if alleged is None:
        raise NotFound()
    form = RetractForm(posted(request))
    if form.does(lambda values: retract_alleged(alleged, by=user, **values)):
        messages.success(request, gettext("Retracted. It stays here with its reason."))
        return to_case("case_alleged", case)
    back = reverse("case_alleged", args=[case_id])
    return form_page(request, case, form, heading=_("Retract"), submit=_("Retract"), back=back)
