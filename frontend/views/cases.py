"""The list of cases: saved views, filters, pages."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from cases.gaps import GAPS, Gap
from cases.models import Case, Flag, Person
from cases.overdue import RULES, Rule
from cases.workload import STALE
from frontend import saved_views
from frontend.forms.case import CaseFilters
from frontend.paging import OpenPaginator, capped
from frontend.safe_contact import short

from .doors import WorkerRequest, door

PER_PAGE = 25
Narrow = Callable[[Any, User], Any]


@dataclass(frozen=True)
class View:
    """A narrowed list with a name. Some are offered only to those who assign cases; some are only linked to."""

    label: Any
    narrow: Narrow
    for_supervisors: bool = False
    in_tabs: bool = True


def _by(rule: Rule | Gap) -> Narrow:
    """One's own caseload that a rule calls late; whoever assigns cases looks at everybody's."""
    return lambda cases, user: rule.narrow(cases if user.can("assign_case") else cases.of_worker(user), user)


VIEWS: dict[str, View] = {
    "mine": View(_("My open"), lambda cases, user: cases.open().of_worker(user)),
    "due": View(_("Follow-up due"), lambda cases, user: cases.open().due_by(today(user.organization))),
    "urgent": View(_("Urgent safety"), lambda cases, user: cases.open().filter(risk=Case.Risk.URGENT)),
    "unassigned": View(_("Without a caseworker"), lambda cases, _user: cases.open().unassigned(), True),
    "stale": View(
        _("Nothing done for 30 days"), lambda cases, user: cases.open().untouched_since(_month_ago(user)), True
    ),
    "alone": View(
        _("Urgent without a follow-up"), lambda cases, _user: cases.open().urgent_without_follow_up(), True, False
    ),
    "open": View(_("Open"), lambda cases, _user: cases.open(), True, False),
    **{rule.name: View(rule.label, _by(rule), in_tabs=False) for rule in (*RULES, *GAPS) if rule.name != "stale"},
    "all": View(_("All I can see"), lambda cases, _user: cases.standing()),
}
COLUMNS = {
    "stage": "status",
    "safety": "risk",
    "language": "person__preferred_language",
    "worker": "caseworker__public_id",
    "team": "caseworker__teams",
}
IN_BULK = {"assign": "assign_case", "flag": "edit_case"}  # what may be done to ticked cases, and what it needs
BESIDE = ("flag",)  # filters that ask another table


@door("view_case", methods=("GET",))
def case_list(request: WorkerRequest) -> HttpResponse:
    """One page of one saved view. Who was shown enters the trail once."""
    user, cases = request.user, Case.objects.visible_to(request.user)
    view = _view(request.GET, user)
    filters = _filters(request.GET, view, user)
    rows = _filtered(VIEWS[view].narrow(cases, user), filters)
    page = OpenPaginator(_ordered(rows).values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_people(page.object_list, user)
    show_people(page.object_list, user)
    trail.read(events.CASE_LISTED, by=user, subjects=page.object_list)
    chips = _chips(filters, view)

    def count(query: str) -> int:
        return capped(_rows_of(QueryDict(query), cases, user))

    saved = saved_views.tabs(user, request.GET.get("saved", ""), count)
    current = next((tab.view for tab in saved if tab.current), None)
    context = {
        "tabs": [*_tabs(cases, user, "" if current else view), *saved],
        "saved_view": current,
        "query": urlencode({"view": view} | _chosen(filters)),
        "page": page,
        "rows": _rows(page.object_list, user),
        "acts": [
            name for name, permission in (("assign", "assign_case"), ("flag", "edit_case")) if user.can(permission)
        ],
        "filter_form": filters,
        "view": view,
        "chips": chips,
        "active": len(chips),
        "clear_url": f"?view={view}",
    }
    return render(request, "cases/list.html", context)


def narrowed(query: QueryDict, user: User) -> tuple[str, dict[str, str]]:
    """The view and the filters that an address asks for, without what isn't offered to this user."""
    view = _view(query, user)
    filters = _filters(query, view, user)
    filters.is_valid()
    return view, _chosen(filters)


def _view(query: QueryDict, user: User) -> str:
    view = query.get("view", "")
    return view if view in VIEWS and _offered(VIEWS[view], user) else _usual_view(user)


def _filters(query: QueryDict, view: str, user: User) -> CaseFilters:
    return CaseFilters(query.dict() | {"view": view}, user=user, languages=_languages(user))


def narrowed_cases(asked: QueryDict, user: User) -> QuerySet[Case]:
    """The cases of a list with this query, as far as the user sees them."""
    rows: QuerySet[Case] = _rows_of(asked, Case.objects.visible_to(user), user)
    return rows


def _rows_of(asked: QueryDict, cases: Any, user: User) -> Any:
    view = _view(asked, user)
    return _filtered(VIEWS[view].narrow(cases, user), _filters(asked, view, user))


def show_people(cases: Any, user: User) -> None:
    """Load the keys of everybody on the page in one query."""
    if user.organization_id:
        keys.prefetch(user.organization_id, [case.person_id for case in cases])


def _rows(cases: Any, user: User) -> list[tuple[Any, ...]]:
    """Each case with its flags and how to make contact; the flags of the page in one query."""
    flags: dict[Any, list[Flag]] = {}
    for flag in Flag.objects.visible_to(user).filter(case__in=[case.pk for case in cases]).raised():
        flags.setdefault(flag.case_id, []).append(flag)
    return [(case, *short(case.person.safe_contact), flags.get(case.pk, [])) for case in cases]


def _ordered(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by(F("next_follow_up").asc(nulls_last=True), "-updated_at", "-id")


def with_people(ids: Iterable[Any], user: User) -> list[Case]:
    """These cases in this order, with people, contact rules and workers. The page is chosen by its index first: joined
    at once, row-level security would look at everybody in the organization.
    """
    keys_of_page = list(ids)
    cases = Case.objects.visible_to(user).filter(pk__in=keys_of_page)
    found = {case.pk: case for case in cases.select_related("person__safe_contact", "caseworker")}
    return [found[pk] for pk in keys_of_page if pk in found]


def view_count(name: str, user: User) -> int:
    """How many cases the view of this name holds for the user, up to the cap."""
    return capped(VIEWS[name].narrow(Case.objects.visible_to(user), user))


def _offered(view: View, user: User) -> bool:
    return not view.for_supervisors or user.can("assign_case")


def _month_ago(user: User) -> datetime.date:
    return today(user.organization) - STALE


def _usual_view(user: User) -> str:
    """One's own caseload; of specialists, who carry none, the cases on which they are named."""
    return "mine" if user.can("register_person") and not user.role_data.sees_others else "all"


def _tabs(cases: Any, user: User, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": view.label,
            "url": f"?view={name}",
            "count": capped(view.narrow(cases, user)),
            "current": name == current,
        }
        for name, view in VIEWS.items()
        if _offered(view, user) and (view.in_tabs or name == current)
    ]


def _filtered(cases: Any, filters: CaseFilters) -> Any:
    filters.is_valid()  # a choice that isn't offered narrows nothing
    for name, value in _chosen(filters).items():
        if name in COLUMNS:
            cases = cases.filter(**{COLUMNS[name]: "" if value == "none" else value})
    if kind := filters.cleaned_data.get("flag"):
        raised = Flag.objects.visible_to(filters.user).raised()
        cases = cases.filter(Exists(raised.filter(case_id=OuterRef("pk"), **({} if kind == "any" else {"kind": kind}))))
    return cases


def _chosen(filters: CaseFilters) -> dict[str, str]:
    return {name: value for name in (*COLUMNS, *BESIDE) if (value := filters.cleaned_data.get(name))}


def _chips(filters: CaseFilters, view: str) -> list[dict[str, str]]:
    chosen = _chosen(filters)
    chips = []
    for name, value in chosen.items():
        rest = {"view": view} | {other: v for other, v in chosen.items() if other != name}
        said = dict(filters.fields[name].choices)[value]  # type: ignore[attr-defined]
        chips.append({"label": f"{filters.fields[name].label}: {said}", "url": f"?{urlencode(rest)}"})
    return chips


def _languages(user: User) -> list[str]:
    """Languages spoken by people of the visible cases; remembered for five minutes, as codes."""
    name = f"languages:{user.organization_id}:{user.pk}"
    found: list[str] | None = cache.get(name)
    if found is None:
        spoken = Person.objects.visible_to(user).exclude(preferred_language="")
        found = list(spoken.order_by().values_list("preferred_language", flat=True).distinct())
        cache.set(name, found, 300)
    return found
