"""Which services are where: a table of regions and kinds, beside a map of the places that may be known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.codelists.countries import COUNTRIES
from cases.codelists.services import SERVICES
from frontend.finding import drawn
from frontend.forms.finding import MapFilters
from referrals.directory.facts import Facts, Spot
from referrals.directory.gathering import gather
from referrals.directory.querysets import READERS as READS

from .doors import WorkerRequest, door

Region = tuple[str, str]  # country, and the widest name of a place there; "" where no place is told


@door(*READS, methods=("GET",))
def service_map(request: WorkerRequest) -> HttpResponse:
    """Services counted by region and kind. What doesn't tell where it is stands under its country, and on no map."""
    form = MapFilters(request.GET, user=request.user)
    chosen = form.chosen()
    services = gather(request.user, [chosen["service"]] if "service" in chosen else list(SERVICES))
    rows = _rows(services, chosen.get("country", ""))
    names = {row["number"]: row["name"] for row in rows}
    context = {
        "filter_form": form,
        "active": len(chosen),
        "rows": rows,
        "map": drawn({row["number"]: row["here"] for row in rows}, names, "region"),
    }
    return render(request, "directory/service_map.html", context)


def _rows(services: Sequence[Facts], country: str) -> list[dict[str, Any]]:
    """One for each region, by name, with its services and nothing of theirs elsewhere."""
    regions: dict[Region, list[Facts]] = defaultdict(list)
    for one in services:
        for region in _regions(one):
            if not country or region[0] == country:
                here = [spot for spot in one.spots if _region(spot) == region]
                regions[region].append(replace(one, spots=here))
    named = sorted((_name(region), region) for region in regions)
    return [_row(number, name, regions[region]) for number, (name, region) in enumerate(named, start=1)]


def _row(number: int, name: str, here: list[Facts]) -> dict[str, Any]:
    counts = sorted((str(SERVICES.label(code)), count) for code, count in Counter(one.code for one in here).items())
    return {"number": number, "name": name, "here": here, "counts": counts}


def _regions(one: Facts) -> set[Region]:
    return {_region(spot) for spot in one.spots} or {(one.country, "")}


def _region(spot: Spot) -> Region:
    return spot.country, spot.names[-1] if spot.names else spot.name


def _name(region: Region) -> str:
    country = str(COUNTRIES.label(region[0])) if region[0] else _("Country not told")
    return f"{country} · {region[1]}" if region[1] else _("%s, place not told") % country
