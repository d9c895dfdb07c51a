"""Keep the service directory: forms for organizations, services, places and room; checked; taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from frontend.forms.directory import CapacityForm, DirectoryServiceForm, OrganizationForm, PlaceForm
from referrals import actions
from referrals.models import DirectoryLocation, DirectoryOrganization, DirectoryService, ServiceCapacity

from .directory import KINDS, found
from .doors import WorkerRequest, door
from .kept_forms import kept_page

KEEPS = "keep_directory"
PAGES = {"organizations": "directory_organization", "services": "directory_service", "places": "directory_place"}


@door(KEEPS)
def organization_add(request: WorkerRequest) -> HttpResponse:
    """Write an organization down."""
    form = OrganizationForm(posted(request), row=DirectoryOrganization(), user=request.user)
    if form.does(lambda _values: actions.keep_organization(form.changes(), reaching=form.reaching(), by=request.user)):
        return _saved("organizations", form.outcome, request)
    return _form(request, form, _("New organization"), reverse("directory"))


@door(KEEPS)
def organization_change(request: WorkerRequest, provider_id: UUID) -> HttpResponse:
    """Change one of one's own."""
    one = found(request, DirectoryOrganization, provider_id, kept=True)
    form = OrganizationForm(posted(request), row=one, user=request.user)
    return _change(
        request,
        form,
        one,
        lambda values, version: actions.keep_organization(
            values, entry=one, version=version, reaching=form.reaching(), by=request.user
        ),
    )


@door(KEEPS)
def service_add(request: WorkerRequest, provider_id: UUID) -> HttpResponse:
    """Write a service of an organization down."""
    provider = found(request, DirectoryOrganization, provider_id, kept=True)
    row = DirectoryService(provider=provider)
    form = DirectoryServiceForm(posted(request), row=row, user=request.user)
    if form.does(
        lambda values: actions.keep_service(
            form.changes(),
            provider=provider,
            places=list(values["places"]),
            reaching=form.reaching(),
            by=request.user,
        )
    ):
        return _saved("services", form.outcome, request)
    return _form(request, form, _("New service"), reverse("directory_organization", args=[provider_id]))


@door(KEEPS)
def service_change(request: WorkerRequest, offer_id: UUID) -> HttpResponse:
    """Change a service."""
    one = found(request, DirectoryService, offer_id, kept=True)
    form = DirectoryServiceForm(posted(request), row=one, user=request.user)
    return _change(
        request,
        form,
        one,
        lambda values, version: actions.keep_service(
            values,
            entry=one,
            version=version,
            places=list(form.cleaned_data["places"]),
            reaching=form.reaching(),
            by=request.user,
        ),
    )


@door(KEEPS)
def place_add(request: WorkerRequest, provider_id: UUID) -> HttpResponse:
    """Write a place of an organization down."""
    provider = found(request, DirectoryOrganization, provider_id, kept=True)
    form = PlaceForm(posted(request), row=DirectoryLocation(), user=request.user)
    if form.does(
        lambda _values: actions.keep_location(
            form.values() | {"provider": provider}, address=form.address(), by=request.user
        )
    ):
        return _saved("places", form.outcome, request)
    return _form(request, form, _("New place"), reverse("directory_organization", args=[provider_id]))


@door(KEEPS)
def place_change(request: WorkerRequest, place_id: UUID) -> HttpResponse:
    """Change a place, or hide it for good."""
    one = found(request, DirectoryLocation, place_id, kept=True)
    form = PlaceForm(posted(request), row=one, user=request.user)
    return _change(
        request,
        form,
        one,
        lambda _values, version: actions.keep_location(
            form.values(), entry=one, version=version, address=form.address(), by=request.user
        ),
    )


@door(KEEPS)
def capacity(request: WorkerRequest, offer_id: UUID) -> HttpResponse:
    """Say how much is free."""
    one = found(request, DirectoryService, offer_id, kept=True)
    told = ServiceCapacity.objects.kept_by(request.user).filter(service=one).order_by("pk").first()
    known = {"unit": told.unit, "available": told.available, "maximum": told.maximum} if told else {}
    form = CapacityForm(posted(request), initial=known)
    if form.does(lambda values: actions.set_capacity(one, by=request.user, **values)):
        return _saved("services", one, request)
    return _form(request, form, _("How much is free?"), reverse("directory_service", args=[offer_id]))


@door(KEEPS, methods=("POST",))
def by_hand(request: WorkerRequest, offer_id: UUID) -> HttpResponse:
    """End that beds are counted from houses."""
    actions.tell_by_hand(found(request, DirectoryService, offer_id, kept=True), by=request.user)
    messages.success(request, gettext("Nothing is counted any more. Say yourself how much is free."))
    return redirect("directory_service", offer_id)


@door(KEEPS, methods=("POST",))
def entry_verify(request: WorkerRequest, of: str, entry_id: UUID) -> HttpResponse:
    """Somebody asked, and it is still so."""
    one = _entry(request, of, entry_id)
    actions.verify(one, by=request.user)
    messages.success(request, gettext("Noted as checked today."))
    return redirect(PAGES[of], entry_id)


@door(KEEPS)
def entry_retire(request: WorkerRequest, of: str, entry_id: UUID) -> HttpResponse:
    """Ask, then take it out of the directory."""
    one, form = _entry(request, of, entry_id), ActionForm(posted(request))
    if form.does(lambda _values: actions.retire(one, by=request.user)):
        messages.success(request, gettext("It is offered no more."))
        return redirect("directory")
    context = {"form": form, "one": one, "of": of, "back_url": reverse(PAGES[of], args=[entry_id])}
    return render(request, "directory/retire.html", context)


def _entry(request: WorkerRequest, of: str, one: UUID) -> Any:
    if of not in KINDS:
        raise NotFound()
    return found(request, KINDS[of], one, kept=True)


def _change(request: WorkerRequest, form: Any, one: Any, change: Callable[[dict[str, Any], int], Any]) -> HttpResponse:
    """A form over an entry; disjoint changes of two people merge, others are shown as yours and theirs."""
    of = next(name for name, model in KINDS.items() if isinstance(one, model))
    back = reverse(PAGES[of], args=[one.public_id])
    saved = form.save_over(
        lambda: found(request, KINDS[of], one.public_id, kept=True),
        lambda values, version: change(values, int(version)),
    )
    if saved:
        return _saved(of, one, request)
    if form.clash:
        return _clash(request, form, back)
    return _form(request, form, _("Change the entry"), back)


def _saved(of: str, one: Any, request: WorkerRequest) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect(PAGES[of], one.public_id)


def _form(request: WorkerRequest, form: Any, heading: Any, back: str) -> HttpResponse:
    return kept_page(request, "directory/form.html", form, heading=heading, back_url=back)


def _clash(request: WorkerRequest, form: Any, back: str) -> HttpResponse:
    differences, now = form.clash
    context = {
        "form": form,
        "heading": _("Change the entry"),
        "back_url": back,
        "differences": differences,
        "version": form.version_of(now),
        "carried": form.carried(now),
        "page_base": "base_page.html",
    }
    return render(request, "directory/clash.html", context, status=409)
