"""A contact becomes a case by the usual registration: known people first, consent asked now, nothing typed again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casemgr.errors import NotFound, NotInThisState
from cases.actions import add_contact_to_case, read_contact, register_contact
from cases.models import Case, QuickContact, SafeContact
from cases.search import possible_duplicates
from frontend import drafts
from frontend.forms.acting import posted
from frontend.forms.hotline import ContactRegisterForm

from .doors import WorkerRequest, door
from .hotline import contact_of


@door("take_contacts")
def contact_case(request: WorkerRequest, contact_id: str) -> HttpResponse:
    """The registration, filled in; or, for somebody known, their case (`known` in the body)."""
    user, one = request.user, contact_of(request, contact_id)
    if one.is_settled:
        raise NotInThisState(_("This contact was closed, or became a case."))
    if known := request.POST.get("known"):
        return _add(request, one, known)
    form = ContactRegisterForm(posted(request), contact=one, user=user)
    if form.does(lambda _values: register_contact(one, by=user, **form.given())):
        messages.success(request, _("Registered. What the caller said is the first note."))
        return redirect("case", form.outcome.public_id)
    read_contact(one, by=user)
    return _page(request, one, form)


def _add(request: WorkerRequest, one: QuickContact, known: str) -> HttpResponse:
    case = Case.objects.visible_to(request.user).filter(public_id=known).first()
    if case is None:
        raise NotFound()
    add_contact_to_case(one, case, by=request.user)
    messages.success(request, _("What the caller said is a note of this case now."))
    return redirect("case", case.public_id)


def _page(request: WorkerRequest, one: QuickContact, form: ContactRegisterForm) -> HttpResponse:
    asked = one.alias or one.reach
    known = None
    if asked and request.method == "GET":
        phone = one.reach if one.way != SafeContact.Channel.EMAIL else ""
        known = possible_duplicates(alias=one.alias or "", phone=phone or "", by=request.user)
    draft = drafts.give_back(request, form) if request.method == "GET" else None
    context: dict[str, Any] = {"form": form, "known": known, "searched": known is not None, "contact": one}
    context |= {"draft": draft, "draft_at": request.path, "draft_page": drafts.new_page()}
    context["register_at"] = reverse("contact_case", args=[one.public_id])
    context["back_at"] = reverse("contact_one", args=[one.public_id])
    return render(request, "cases/register.html", context, status=422 if form.is_bound and not draft else 200)
