"""Register a person: look first whether they are known, then one page; the minimum can always be saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr.rate_limits import TooMany
from cases.actions import register as register_person
from cases.search import Duplicate, possible_duplicates
from frontend import drafts
from frontend.forms.acting import posted
from frontend.forms.register import RegisterForm, SearchFirst
from frontend.refusals import too_often

from .doors import WorkerRequest, door


@door("register_person")
def register(request: WorkerRequest) -> HttpResponse:
    """Both steps at one address, told apart by what is posted: what was typed never stands in it."""
    if request.method == "POST" and request.POST.get("step") == "save":
        return _save(request)
    if request.GET.get("draft"):
        return _page(request, RegisterForm(user=request.user), None)
    search = SearchFirst(posted(request))
    if not search.is_valid():
        context = {"form": search, "draft": drafts.waiting(request)}
        return render(request, "cases/register_search.html", context, status=422 if search.is_bound else 200)
    try:
        known = _known(request, **search.cleaned_data)
    except TooMany as refusal:
        search.add_error(None, str(refusal))
        return too_often(request, render(request, "cases/register_search.html", {"form": search}), refusal)
    return _page(request, RegisterForm(user=request.user, initial=search.cleaned_data), known)


def _save(request: WorkerRequest) -> HttpResponse:
    form = RegisterForm(request.POST, user=request.user)
    if form.does(lambda _values: register_person(by=request.user, **form.given())):
        messages.success(request, gettext("Registered. Everything else can be added when there is time."))
        return redirect("case", form.outcome.public_id)
    return _page(request, form, None)


def _known(request: WorkerRequest, alias: str, phone: str) -> list[Duplicate] | None:
    """People who may be this one; None when there was nothing to look for."""
    return possible_duplicates(alias=alias, phone=phone, by=request.user) if alias or phone else None


def _page(request: WorkerRequest, form: RegisterForm, known: list[Duplicate] | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    draft = drafts.give_back(request, form) if request.method == "GET" else None
    context: dict[str, Any] = {"form": form, "known": known, "searched": known is not None}
    context |= {"draft": draft, "draft_at": request.path, "draft_page": drafts.new_page()}
    return render(request, "cases/register.html", context, status=status)
