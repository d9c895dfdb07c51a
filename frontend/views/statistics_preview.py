"""What would leave of one's own organization for statistics: exact, small numbers withheld, for nobody else's eyes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anonymized_exports import actions
from anonymized_exports.actions.preview import Counts
from anonymized_exports.pipeline import schema
from anonymized_exports.pipeline.schema import Variable
from casemgr.accounts.models import Family, StatisticsAgreement
from frontend.research.words import answer_of, name_of, titled

from .doors import WorkerRequest, door

LEAST = 10


@dataclass(frozen=True)
class Block:
    """One variable: its words, what is told of it, and whether something of it is withheld."""

    label: str
    rows: list[tuple[str, int]]
    withheld: bool


@door("preview_statistics", methods=("GET",))
def statistics_preview(request: WorkerRequest) -> HttpResponse:
    """Own consented people by variable, and whether the organization's own key turns today."""
    counts = actions.preview(by=request.user)
    everybody = counts.get("everybody", {}).get("")
    day = timezone.now().date()
    agreed = StatisticsAgreement.objects.active_on(day).filter(organization=request.user.home, ended_on=None)
    workload = schema.load("wide")
    context = {
        "everybody": everybody,
        "blocks": [_block(variable, counts, everybody or 0) for variable in workload.variables] if everybody else [],
        "flags": _flags(workload.flags, counts),
        "least": LEAST,
        "papers": agreed.order_by("-number"),
        "agreed": agreed.covering(Family.PEOPLE).exists(),
        "back": "organization" if request.user.can("manage_people") else "releases",
    }
    return render(request, "releases/preview.html", context)


def _block(variable: Variable, counts: Counts, everybody: int) -> Block:
    told = counts.get(variable.column, {})
    words = {code.code: answer_of(variable.label, code.code, code.label) for code in variable.codes}
    words[""] = _("Not asked, or not recorded")
    rows = [(words.get(code, _("An answer outside this code list")), number) for code, number in told.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Block(titled(variable.label), rows, sum(told.values()) < everybody)


def _flags(flags: tuple[Variable, ...], counts: Counts) -> list[tuple[str, int | None]]:
    return [(name_of(flag.name, flag.label), counts.get(flag.column, {}).get("true")) for flag in flags]
