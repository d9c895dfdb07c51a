"""Family and linked cases: only those of which the reader sees both ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from casemgr.rate_limits import TooMany
from cases.actions import link_cases, register, unlink_cases
from cases.actions.links import case_by_number
from cases.looking import look
from cases.models import Case, CaseLink
from frontend.forms.acting import posted
from frontend.forms.links import FamilyForm, LinkForm
from frontend.linked import linked
from frontend.refusals import too_often

from .case_forms import form_page, to_case
from .case_frame import case_page, frame
from .doors import WorkerRequest, case_of, door
from .kept_forms import kept_page
from .known_first import known_already


@door("view_case", methods=("GET",))
def case_links(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Who else; their aliases are read, so they enter the trail as a list."""
    case = case_of(request, case_id)
    rows = linked(request.user, case)
    trail.read(events.CASE_LISTED, by=request.user, subjects=[row.case for row in rows])
    return case_page(request, "links", case, "", linked=rows)


@door("edit_case")
def link_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Link a case that exists, by its number."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = LinkForm(posted(request))

    def link(values: dict[str, Any]) -> CaseLink:
        return link_cases(case, case_by_number(values["other"], by=user), relation=values["relation"], by=user)

    if form.does(link):
        messages.success(request, gettext("The cases are linked."))
        return to_case("case_links", case)
    back = reverse("case_links", args=[case_id])
    return form_page(request, case, form, heading=_("Link another case"), submit=_("Link the cases"), back=back)


@door("edit_case", methods=("POST",))
def link_end(request: WorkerRequest, case_id: str, link_id: str) -> HttpResponse:
    """Take a link away."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    link = CaseLink.objects.visible_to(user).of_case(case).filter(public_id=link_id).first()
    if link is None:
        raise NotFound()
    unlink_cases(link, by=user)
    messages.success(request, gettext("The cases are no longer linked."))
    return to_case("case_links", case)


@door("register_person")
def family_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Register somebody of the family: own person, own consent, own case, linked to this one."""
    case, user = case_of(request, case_id, "register_person"), request.user
    form = FamilyForm(posted(request), user=user, case=case)

    @transaction.atomic
    def save(values: dict[str, Any]) -> Case:
        made = register(by=user, **form.given())
        link_cases(case, made, relation=values["relation"], by=user)
        return made

    back = reverse("case_links", args=[case_id])
    try:
        alike = known_already(form, by=user)
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        page = kept_page(request, "cases/family.html", form, **frame(user, case), back_url=back)
        return too_often(request, page, refusal)
    if not alike and form.does(save):
        messages.success(request, gettext("Registered and linked. Everything else can be added when there is time."))
        return redirect("case", form.outcome.public_id)
    look(case, by=user)
    return kept_page(request, "cases/family.html", form, **frame(user, case), back_url=back, known=alike)
