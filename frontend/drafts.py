"""Nothing typed is lost: forms are kept as drafts while they are typed, and given back when they are opened again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.errors import NotFound
from cases.actions import Place, end_draft, keep_draft, read_draft
from cases.actions.drafts import KEPT_WITHOUT_CASE, WITHOUT_CASE
from cases.actions.log_ends import find_log
from cases.models import (
    Authority,
    Case,
    DataRequest,
    Draft,
    EmergencyAccess,
    House,
    HouseEvent,
    IncidentRow,
    MessageTemplate,
    QuickContact,
)
from referrals.models import DeletionAsk, Referral

from .lock import saves
from .views.doors import WorkerRequest

AT, PAGE = "draft_at", "draft_page"  # the form's address, and the token of the page it stands on
CALL = "draft_call"  # where one address serves many callers: a random token of each, so that no two are mixed
OURS = (AT, PAGE, CALL, "csrfmiddlewaretoken")
OF_THE_MOMENT = ("private",)  # what holds only now: whoever comes back to a form says anew that they are alone
#: what the ids in an address about no case name; a form about something that isn't there is not kept
ABOUT: dict[str, Any] = {
    "right_id": DataRequest,
    "contact_id": QuickContact,
    "house_id": House,
    "event_id": HouseEvent,
    "access_id": EmergencyAccess,
    "message_id": MessageTemplate,
    "authority_id": Authority,
    "deletion_id": DeletionAsk,
    "referral_id": Referral,
}
PER_CALL = frozenset({"contact_new"})
_TOKEN = re.compile(r"[\w-]{22}", re.ASCII)
NOT_KEPT = frozenset(
    # they only look, or are a single click
    "case_reveal task_done task_undo case_assign case_grant case_end_grant consent_withdraw "
    "link_end transfer_withdraw document_add document_delete "
    "case_merge merge_undo plan_approval_ask approval "
    "htcds_export case_log money_decide money_pay money_cancel health_end "
    "assessment_begin assessment_amend assessment_drop assessment_finish "
    "stay_back stay_withdraw apart_end "
    "notice_ask notice_seal notice_sheet".split()
)
#: pages with a second form that keeps nothing, and what only that one sends: the words beside it wait on
BESIDE = {"referral_talk": "answers"}
UNSAVED = frozenset({409, 422, 429, 500, 503})  # answers after which the words still wait to be saved
GetResponse = Callable[[HttpRequest], HttpResponse]


def place_at(path: str, user: User, call: str = "") -> Place | None:
    """The form at this address as drafts know it; None where none is kept or the case isn't this person's to see."""
    try:
        return place_of(resolve(path), user, call)
    except Resolver404:
        return None


def place_of(match: ResolverMatch, user: User, call: str = "") -> Place | None:
    """The same for an address already understood; `call` is the token of the caller, if there is one."""
    name, ids = match.url_name or "", dict(match.kwargs)
    if name in WITHOUT_CASE:
        if not user.can(WITHOUT_CASE[name]) or not _stands(ids, user):
            return None
        told = [call] if name in PER_CALL and _TOKEN.fullmatch(call) else []
        return Place(name, subject="/".join([*(str(value) for value in ids.values()), *told]))
    case_id = ids.pop("case_id", None)
    if case_id is None or name in NOT_KEPT:
        return None
    case = Case.objects.visible_to(user).filter(public_id=case_id).first()
    return Place(name, case, "/".join(str(value) for value in ids.values())) if case else None


def _stands(ids: dict[str, Any], user: User) -> bool:
    """Whether what the address names is there for this person, and a person of an incident still waits to be asked."""
    if "number" in ids:
        waiting = IncidentRow.objects.visible_to(user).waiting().filter(incident__public_id=ids["incident_id"])
        return bool(waiting.filter(number=ids["number"]).exists())
    if "log_id" in ids:
        return _is_logged(ids, user)
    named = [(model, ids[name]) for name, model in ABOUT.items() if name in ids]
    return all(model.objects.visible_to(user).filter(public_id=value).exists() for model, value in named)


def _is_logged(ids: dict[str, Any], user: User) -> bool:
    try:
        return bool(find_log(ids["log_kind"], ids["log_id"], user))
    except NotFound:
        return False


def keep(place: Place, fields: QueryDict, user: User) -> Draft:
    """Keep a posted form, without our own fields. Errors: those of `keep_draft`."""
    kept = fields.copy()
    for name in OURS:
        kept.pop(name, None)
    return keep_draft(place, kept.urlencode(), page=fields.get(PAGE, "")[:22], by=user)


def give_back(request: WorkerRequest, form: forms.Form, call: str = "") -> Draft | None:
    """Fill a form that was just opened with its draft, if there is one; it is shown without errors until it is sent."""
    if form.is_bound or request.resolver_match is None:
        return None
    place = place_of(request.resolver_match, request.user, call)
    return _fill(form, place, request.user) if place else None


def _fill(form: forms.Form, place: Place, user: User) -> Draft | None:
    draft = read_draft(place, by=user)
    if draft is not None:
        kept = QueryDict(draft.content, mutable=True)
        for name in OF_THE_MOMENT:
            kept.pop(name, None)
        form.data, form.is_bound = kept, True
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # nothing is wrong before it is sent
    return draft


def offered(request: WorkerRequest, form: forms.Form, at: str = "") -> dict[str, Any]:
    """What a page says of the draft of its form, which is filled in with it; nothing where none is kept.

    `at` is the form's address where it isn't the page's.
    """
    at = at or request.path
    place = place_at(at, request.user)
    if place is None:
        return {}
    draft = None if form.is_bound else _fill(form, place, request.user)
    return {"draft": draft, "draft_at": at, "draft_page": new_page()}


def waiting(request: WorkerRequest) -> Draft | None:
    """The draft of the form at this address, only to say that there is one."""
    place = place_of(request.resolver_match, request.user) if request.resolver_match else None
    drafts = Draft.objects.visible_to(request.user).unsaved()
    return drafts.filter(place=place.name, case=place.case, subject=place.subject).first() if place else None


def other_calls(user: User) -> list[tuple[Draft, list[str]]]:
    """Calls that this person typed and didn't save, the last first, each with its kind, channel and token."""
    since = timezone.now() - KEPT_WITHOUT_CASE
    rows = Draft.objects.visible_to(user).unsaved().filter(place__in=PER_CALL, saved_at__gte=since)
    return [(one, [*one.subject.split("/"), ""][:3]) for one in rows.order_by("-saved_at")]


def new_page() -> str:
    """A token for one page with a form."""
    return secrets.token_urlsafe(16)


class DraftMiddleware:
    """Ends a draft when its form was saved, and keeps the words of a form that could not be."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user, match = request.user, request.resolver_match
        if isinstance(user, User) and match and saves(request):
            self._settle(request, response, user, match)
        return response

    def _settle(self, request: HttpRequest, response: HttpResponse, user: User, match: ResolverMatch) -> None:
        saved = response.status_code == 302 or "HX-Redirect" in response.headers
        if (not saved and response.status_code not in UNSAVED) or BESIDE.get(match.url_name or "") in request.POST:
            return
        with transaction.atomic():
            place = place_of(match, user, request.POST.get(CALL, ""))
            if place is None:
                return
            if saved:
                end_draft(place, page=request.POST.get(PAGE, "")[:22], by=user)
            elif len(request.POST.urlencode()) <= Draft.MOST:
                keep(place, request.POST, user)
