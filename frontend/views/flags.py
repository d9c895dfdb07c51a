"""The flags of a case: raised ones with their reasons, lowered ones with what came of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import lower_flag, raise_flag
from cases.models import Flag
from frontend.forms.acting import posted
from frontend.forms.flags import FlagForm, LowerFlagForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_flags(request: WorkerRequest, case_id: str) -> HttpResponse:
    """All of them, raised ones first."""
    case = case_of(request, case_id)
    flags = Flag.objects.visible_to(request.user).filter(case=case).select_related("raised_by", "lowered_by")
    raised, lowered = flags.raised().order_by("-raised_at"), flags.exclude(lowered_at=None).order_by("-lowered_at")
    return case_page(request, "flags", case, "", raised_flags=raised, lowered_flags=lowered)


@door("edit_case")
def flag_raise(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Raise one."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = FlagForm(posted(request))
    if form.does(lambda values: raise_flag(case, by=user, **values)):
        messages.success(request, gettext("The flag was raised."))
        return to_case("case", case)
    back = reverse("case", args=[case_id])
    return form_page(request, case, form, heading=_("Raise a flag"), submit=_("Raise the flag"), back=back)


@door("edit_case")
def flag_lower(request: WorkerRequest, case_id: str, flag_id: str) -> HttpResponse:
    """Lower one; the flag with its reason stands above the form."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    flag = Flag.objects.visible_to(user).filter(case=case, public_id=flag_id).select_related("case").first()
    if flag is None:
        raise NotFound()
    form = LowerFlagForm(posted(request))
    if form.does(lambda values: lower_flag(flag, by=user, **values)):
        messages.success(request, gettext("The flag was lowered."))
        return to_case("case_flags", case)
    return form_page(
        request,
        case,
        form,
        heading=_("Lower the flag"),
        submit=_("Lower the flag"),
        back=reverse("case_flags", args=[case_id]),
        template="flag_lower",
        flag=flag,
    )
