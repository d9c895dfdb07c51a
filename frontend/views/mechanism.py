"""How referrals go in the country, for whoever coordinates: numbers of all beside one's own organization's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.accounts import held_key
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.codelists.countries import BY_CODE
from cases.codelists.services import SERVICES
from frontend.mechanism_tables import needs, tables, times
from frontend.mechanism_words import PARTS, name_of
from referrals.actions import read_mechanism
from referrals.mechanism import LEAST, Figures, Quarter, settled
from referrals.own_figures import of_own

from .doors import WorkerRequest, door

Period = tuple[int, int | None]


@door("view_mechanism", methods=("GET",))
def mechanism(request: WorkerRequest) -> HttpResponse:
    """One settled quarter, or a year; `period` in the address chooses it."""
    user = request.user
    known = periods()
    year, quarter = chosen = _chosen(request, known)
    country = read_mechanism(year, quarter, by=user)
    own = _own(user, chosen)
    context = {
        "country": BY_CODE[user.home.country].name if user.home.country in BY_CODE else user.home.country,
        "choices": [(_code(one), _words(one), one == chosen) for one in known],
        "period": _words(chosen),
        "code": _code(chosen),
        "offered": country.of("offered", "all", ""),
        "sees_own": bool(own),
        "own_sent": _all_of(own, "sent"),
        "own_received": _all_of(own, "received"),
        "tables": tables(country, own),
        "times": times(country, own) if quarter else [],
        "needs": needs(country),
        "missing": _without_receiver(user),
        "least": LEAST,
    }
    return render(request, "referrals/mechanism.html", context)


@door("view_mechanism", methods=("GET",))
def mechanism_table(request: WorkerRequest) -> HttpResponse:
    """The country's numbers as CSV; what is withheld of the known lists is an empty field."""
    year, quarter = chosen = _chosen(request, periods())
    country = read_mechanism(year, quarter, by=request.user)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["part", "of", "code", "meaning", "number"])
    writer.writerows(_lines(country))
    name = f"mechanism-{_code(chosen)}.csv"
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def periods() -> list[Period]:
    """What can be asked for: settled quarters, newest first, and years of four of them."""
    quarters = settled(timezone.now())
    years = [one.year for one in quarters if one.number == 1 and Quarter(one.year, 4) in quarters]
    return [*((one.year, one.number) for one in quarters), *((year, None) for year in years)]


def _chosen(request: WorkerRequest, known: list[Period]) -> Period:
    asked = request.GET.get("period", "")
    found = known[0] if not asked else next((one for one in known if _code(one) == asked), None)
    if found is None:
        raise InvalidInput(_("Choose one of the periods of the list."), field="period")
    return found


def _code(period: Period) -> str:
    return f"{period[0]}-{period[1]}" if period[1] else str(period[0])


def _words(period: Period) -> Any:
    year, quarter = period
    return _("%(year)s, quarter %(quarter)s") % {"year": year, "quarter": quarter} if quarter else str(year)


def _own(user: User, period: Period) -> dict[str, Figures]:
    """Exact, of the referrals this person sees; nothing for who sees none, or while the organization's key is shut."""
    if not user.can("view_case") or held_key.is_locked(user):
        return {}
    year, quarter = period
    first = Quarter(year, quarter or 1).first
    after = Quarter(year, quarter or 4).after
    trail.record(events.REFERRAL_LISTED, by=user, facts={"counted": _code(period)})
    return of_own(user, first, after)


def _all_of(own: dict[str, Figures], side: str) -> int:
    return (own[side].of("offered", "all", "") or 0) if own else 0


def _without_receiver(user: User) -> dict[str, Any]:
    """Services of the list that no organization of the country says it gives; and how many say nothing about it."""
    members = Organization.objects.in_world_of(user).active().here()
    said = list(members.filter(country=user.home.country).values_list("services"))
    given = {code for (services,) in said for code in services}
    return {
        "services": [label for code, label in SERVICES.choices() if code not in given] if given else [],
        "silent": sum(1 for (services,) in said if not services),
        "asked": len(said),
    }


def _lines(country: Figures) -> Iterator[list[Any]]:
    yield ["offered", "", "all", "", _cell(country.of("offered", "all", ""))]
    for part, above, _title, codes in PARTS:
        for code in codes:
            yield [part, above, code, name_of(part, code), _cell(country.of(part, code, above))]
    for (part, above, code), number in sorted(country.numbers.items()):
        if part in ("region", "language"):
            yield [part, above, code, name_of(part, code), number]
        elif not above and part != "offered":
            yield [f"{part}_hours", above, code, name_of("urgency", code), number or ">2160"]


def _cell(number: int | None) -> int | str:
    return "" if number is None else number
