"""Free beds now, by region: a telephone number first, and when each figure was told."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend import directory_rows
from referrals.directory.criteria import FRESH
from referrals.directory.facts import Facts
from referrals.directory.gathering import gather
from referrals.directory.querysets import READERS as READS

from .doors import WorkerRequest, door

SHELTERS = ("emergency_shelter", "short_term_housing", "long_term_housing")


@door(*READS, methods=("GET",))
def beds(request: WorkerRequest) -> HttpResponse:
    """Where something is free, by region; in each the number that was told last comes first."""
    services = gather(request.user, SHELTERS)
    rows = [row for one in services for row in _free(one)]
    regions = defaultdict(list)
    for row in sorted(rows, key=lambda row: (-row["room"].told_at.timestamp(), row["facts"].order)):
        regions[row["region"]].append(row)
    context = {
        "regions": sorted(regions.items()),
        "without": len({one.public_id for one in services} - {row["facts"].public_id for row in rows}),
    }
    return render(request, "directory/beds.html", context)


def _free(one: Facts) -> list[dict[str, Any]]:
    now, region = timezone.now(), _region(one)
    return [
        {
            "facts": one,
            "region": region,
            "room": room,
            "old": now - room.told_at > FRESH,
            "kind": SERVICES.label(one.code),
            "languages": [LANGUAGES.label(code) for code in sorted(one.languages)],
            "serves": directory_rows.labels(sorted(one.serves), of="serves"),
        }
        for room in one.rooms
        if room.available
    ]


def _region(one: Facts) -> str:
    """Country and town or region; of one that doesn't tell where it is, the country."""
    place = next((spot for spot in one.spots if spot.town), None)
    code = (place.country if place else "") or one.country
    country = str(COUNTRIES.label(code)) if code else _("Country not told")
    return f"{country} · {place.town}" if place else country
