"""Read the service directory: the list with its filters, one organization, service or place, what grew stale."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casemgr import rate_limits
from casemgr.accounts.clock import today
from casemgr.errors import NotFound
from cases.codelists.countries import BY_CODE, COUNTRIES
from frontend import directory_rows
from frontend.forms.directory import DirectoryFilters
from frontend.paging import OpenPaginator
from referrals.actions import reveal_whereabouts
from referrals.directory.querysets import READERS as READS
from referrals.models import (
    CostOption,
    DirectoryAddress,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
)

from .doors import WorkerRequest, door

PER_PAGE = 25
REVEALS = ("send_referral", "keep_directory")
LATELY = datetime.timedelta(days=90)
MANY = 200


@door(*READS, methods=("GET",))
def directory(request: WorkerRequest) -> HttpResponse:
    """Services that are offered, by what somebody needs; at the end, organizations without a service yet."""
    user = request.user
    form = DirectoryFilters(request.GET, user=user)
    chosen = form.chosen()
    services = _narrowed(DirectoryService.objects.visible_to(user).active(), chosen, request)
    services = services.filter(provider__status="active").select_related("provider")
    page = OpenPaginator(services.order_by("name", "pk").distinct(), PER_PAGE).get_page(request.GET.get("page"))
    bare = DirectoryOrganization.objects.visible_to(user).active().filter(services=None).order_by("name")
    context = {
        "page": page,
        "rows": directory_rows.rows(list(page.object_list), user),
        "organizations": [] if chosen else bare[:MANY],
        "filter_form": form,
        "chips": _chips(form, chosen),
        "active": len(chosen),
        "clear_url": "?",
        "may_keep": user.can("keep_directory"),
        "knows_partners": user.can("send_referral") or user.can("keep_partners"),
    }
    return render(request, "directory/list.html", context)


def _narrowed(services: Any, chosen: dict[str, str], request: WorkerRequest) -> Any:
    day = today(request.user.organization)
    if code := chosen.get("service"):
        services = services.filter(service_code=code)
    if code := chosen.get("language"):
        services = services.in_language(code)
    if code := chosen.get("country"):
        services = services.in_country(code, BY_CODE[code].alpha2)
    if name := chosen.get("region"):
        services = services.in_region(name)
    if "room" in chosen:
        services = services.with_room()
    if checked := chosen.get("checked"):
        services = services.stale(day) if checked == "stale" else services.checked_since(day - LATELY)
    return services


def _chips(form: DirectoryFilters, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Each filter that is on, with the address that takes it away."""
    chips = []
    for name, value in chosen.items():
        rest = {other: said for other, said in chosen.items() if other != name}
        label = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
        chips.append({"label": f"{form.fields[name].label}: {label}", "url": f"?{urlencode(rest)}"})
    return chips


@door(*READS, methods=("GET",))
def organization(request: WorkerRequest, provider_id: UUID) -> HttpResponse:
    """One organization with its services and places."""
    one, user = found(request, DirectoryOrganization, provider_id), request.user
    services = DirectoryService.objects.visible_to(user).filter(provider=one).exclude(status="defunct")
    places = DirectoryLocation.objects.visible_to(user).active().filter(provider=one).order_by("name")
    context = {
        "one": one,
        "country": COUNTRIES.label(one.country) if one.country else "",
        "phones": DirectoryPhone.objects.visible_to(user).filter(provider=one).order_by("pk")[:MANY],
        "rows": directory_rows.rows(list(services.select_related("provider").order_by("name")[:MANY]), user),
        "places": places[:MANY],
        "keeps_partners": user.can("keep_partners"),
        "of": "organizations",
    }
    return render(request, "directory/organization.html", context | _standing(request, one))


@door(*READS, methods=("GET",))
def service(request: WorkerRequest, offer_id: UUID) -> HttpResponse:
    """One service: for whom, where, when, how much, how to get in."""
    one, user = found(request, DirectoryService, offer_id), request.user
    (row,) = directory_rows.rows([one], user)
    places = ServiceAtLocation.objects.visible_to(user).filter(service=one, location__status="active")
    hours = DirectorySchedule.objects.visible_to(user).filter(service=one).order_by("pk")[:MANY]
    context = {
        "one": one,
        "row": row,
        "phones": DirectoryPhone.objects.visible_to(user).filter(service=one).order_by("pk")[:MANY],
        "costs": CostOption.objects.visible_to(user).filter(service=one).order_by("pk")[:MANY],
        "hours": [words for schedule in hours if (words := directory_rows.hours_in_words(schedule))],
        "places": [place.location for place in places.select_related("location").order_by("pk")[:MANY]],
        "serves": directory_rows.labels(one.serves, of="serves"),
        "groups": directory_rows.labels(one.groups, of="groups"),
        "of": "services",
    }
    return render(request, "directory/service.html", context | _standing(request, one))


@door(*READS, methods=("GET",))
def place(request: WorkerRequest, place_id: UUID) -> HttpResponse:
    """One place; of a hidden one the code name."""
    return _place_page(request, found(request, DirectoryLocation, place_id))


@door(*REVEALS, methods=("POST",))
def place_reveal(request: WorkerRequest, place_id: UUID) -> HttpResponse:
    """Where a hidden place is; each look is written down before it is answered."""
    one = found(request, DirectoryLocation, place_id)
    rate_limits.spend("reveal", by=request.user)
    return _place_page(request, one, whereabouts=reveal_whereabouts(one, by=request.user))


def _place_page(request: WorkerRequest, one: DirectoryLocation, *, whereabouts: str | None = None) -> HttpResponse:
    user = request.user
    given = ServiceAtLocation.objects.visible_to(user).filter(location=one).select_related("service")
    context = {
        "one": one,
        "may_reveal": any(user.can(permission) for permission in REVEALS),
        "country": COUNTRIES.label(one.country) if one.country else "",
        "addresses": DirectoryAddress.objects.visible_to(user).filter(location=one).order_by("pk")[:MANY],
        "phones": DirectoryPhone.objects.visible_to(user).filter(location=one).order_by("pk")[:MANY],
        "services": [row.service for row in given.order_by("pk")[:MANY]],
        "whereabouts": whereabouts,
        "of": "places",
    }
    return render(request, "directory/place.html", context | _standing(request, one))


@door("keep_directory", methods=("GET",))
def directory_stale(request: WorkerRequest) -> HttpResponse:
    """One's own entries that nobody has checked for a year, the oldest first."""
    day, lists = today(request.user.organization), []
    for of, model in KINDS.items():
        rows = model.objects.kept_by(request.user).exclude(status__in=["retired", "defunct"]).stale(day)
        lists += [(of, row) for row in rows.order_by("verified_on", "pk")[:MANY]]
    return render(request, "directory/stale.html", {"entries": lists})


KINDS: dict[str, Any] = {
    "organizations": DirectoryOrganization,
    "services": DirectoryService,
    "places": DirectoryLocation,
}


def found(request: WorkerRequest, model: Any, one: UUID, *, kept: bool = False) -> Any:
    """The entry with this public id. NotFound unless it is seen, or with `kept`, kept by the person's organization."""
    rows = model.objects.kept_by(request.user) if kept else model.objects.visible_to(request.user)
    related = [name for name in ("provider", "member", "verified_by") if hasattr(model, name)]
    entry = rows.select_related(*related).filter(public_id=one).first()
    if entry is None:
        raise NotFound()
    return entry


def _standing(request: WorkerRequest, one: Any) -> dict[str, Any]:
    """Whose entry it is, and whether it grew stale."""
    own = one.organization_id == request.user.organization_id
    old = one.verified_on is None or one.verified_on < today(request.user.organization) - datetime.timedelta(days=365)
    return {"own": own, "stale": old, "may_keep": own and request.user.can("keep_directory")}
