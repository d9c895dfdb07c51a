"""Calls for help: what for, then six questions beside the help near the caller; contacts, and what came of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.actions import close_contact, count_only, follow_up, hand_contact, read_contact, take_contact
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import COUNTED_ONLY, CallChannel, CallKind, FeedbackDoor, QuickContact
from frontend import drafts
from frontend.finding import find
from frontend.forms.acting import posted
from frontend.forms.hotline import CallForm, ContactForm, FollowUpForm, day_in
from frontend.help_lines import help_lines
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door
from .kept_forms import kept_page

VIEWS = ("open", "settled")
NEAR = 3  # services shown beside the form, for each need
PER_PAGE = 30
ACTS = ("mine", "team", "close")


@door("take_contacts")
def hotline(request: WorkerRequest) -> HttpResponse:
    """What they call for, one key each; and the contacts, those to be called back first."""
    kind = request.POST.get("kind", "")
    form = CallForm(posted(request))
    if kind in CallKind.values and form.is_valid():
        channel = form.cleaned_data["channel"] or "phone"
        if kind not in COUNTED_ONLY:
            return redirect("contact_new", kind, channel)
        count_only(kind=kind, channel=channel, by=request.user)
        messages.success(request, _("Counted. Nothing else of it is kept."))
        return redirect("hotline")
    context = _listed(request) | {"form": form, "kinds": _keys()}
    context["feedback_open"] = FeedbackDoor.objects.visible_to(request.user).filter(open=True).exists()
    return render(request, "hotline/list.html", context)


def _keys() -> list[tuple[int, str, Any, bool]]:
    """A number key for each kind of call, and whether it is only counted."""
    return [(n, one.value, one.label, one in COUNTED_ONLY) for n, one in enumerate(CallKind, start=1)]


def _listed(request: WorkerRequest) -> dict[str, Any]:
    user, view = request.user, request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    rows = QuickContact.objects.visible_to(user).select_related("worker")
    rows = rows.standing() if view == "open" else rows.exclude(pk__in=rows.standing())
    page = OpenPaginator(rows.order_by("-danger", "call_on", "-taken_at"), PER_PAGE).get_page(request.GET.get("page"))
    keys.prefetch(user.home.pk, [one.pk for one in page.object_list])
    trail.read(events.CONTACT_LISTED, by=user, subjects=page.object_list)
    day = today(user.home)
    return {"page": page, "rows": [_row(one, day) for one in page.object_list], "view": view}


def _row(one: QuickContact, day: Any) -> dict[str, Any]:
    return {
        "one": one,
        "needs": [SERVICES.label(code) for code in one.needs],
        "language": LANGUAGES.label(one.language) if one.language else "",
        "due": one.call_on is not None and one.call_on <= day,
    }


@door("take_contacts")
def contact_new(request: WorkerRequest, call: str, channel: str) -> HttpResponse:
    """The six questions. `step` says what was pressed: save, save for the shift, look for help, or count only."""
    if call not in CallKind.values or call in COUNTED_ONLY or channel not in CallChannel.values:
        raise NotFound()
    user, step = request.user, request.POST.get("step", "save")
    form = ContactForm(posted(request), user=user, initial={"channel": channel})
    if request.method == "POST" and step == "count":
        count_only(kind=call, channel=form.chosen_channel(), by=user)
        messages.success(request, _("Counted. Nothing else of it is kept."))
        return redirect("hotline")
    if step in ("save", "team") and form.does(lambda _values: _take(form, call, step, user)):
        messages.success(request, _("Kept. It is deleted in time unless it becomes a case."))
        return redirect("contact_one", form.outcome.public_id)
    context = _drafts(request, form) | {"form": form, "call": CallKind(call).label} | _help(form, user)
    status = 422 if request.method == "POST" and step != "find" else 200
    if step == "find":
        form.forgive()
    return render(request, "hotline/new.html", context, status=status)


def _drafts(request: WorkerRequest, form: ContactForm) -> dict[str, Any]:
    """A form begins empty, with a token of its own: what was typed about another caller is offered, never filled in."""
    context: dict[str, Any] = {"draft_at": request.path, "draft_page": drafts.new_page()}
    if request.method == "POST":
        return context | {"draft_call": request.POST.get(drafts.CALL, "")}
    chosen = request.GET.get("call")
    if chosen is None:
        return context | {"draft_call": drafts.new_page(), "typed": drafts.other_calls(request.user)}
    return context | {"draft": drafts.give_back(request, form, chosen), "draft_call": chosen}


def _take(form: ContactForm, call: str, step: str, user: User) -> QuickContact:
    return take_contact(kind=call, channel=form.chosen_channel(), mine=step == "save", by=user, **form.offered())


def _help(form: ContactForm, user: User) -> dict[str, Any]:
    """Help lines of the caller's country, and services near them for what is needed, from what was typed so far."""
    said = form.so_far()
    country = said.get("country") or user.home.country
    near = [(SERVICES.label(need.service), find(need, user).hits[:NEAR]) for need in form.looked_for(said)]
    return {
        "lines": help_lines(user, country=country, language=said.get("language") or ""),
        "lines_of": COUNTRIES.label(country),
        "near": near,
    }


@door("take_contacts")
def contact_one(request: WorkerRequest, contact_id: str) -> HttpResponse:
    """One contact: what was offered, calling back, and what it can become."""
    user, one = request.user, contact_of(request, contact_id)
    form = FollowUpForm(posted(request), initial={"version": one.version})
    try:
        done = form.does(lambda values: _follow(one, values, user))
    except Conflict:
        done = False
        form.sees("version", one.version)
        form.add_error(None, _("A colleague worked on this meanwhile. What you typed is below: look, and save again."))
    if done:
        messages.success(request, _("Written down."))
        return redirect("contact_one", contact_id)
    read_contact(one, by=user)
    context = _row(one, today(user.home))
    context["country"] = COUNTRIES.label(one.country) if one.country else ""
    near = one.country or user.home.country
    context["lines"] = [] if one.is_settled else help_lines(user, country=near, language=one.language)
    context["lines_of"] = COUNTRIES.label(near) if near else ""
    return kept_page(request, "hotline/one.html", form, **context)


def _follow(one: QuickContact, values: dict[str, Any], user: User) -> QuickContact:
    given = {name: values[name] for name in ("result", "words", "version")}
    return follow_up(one, call_on=day_in(values["when"], user), by=user, **given)


@door("take_contacts", methods=("POST",))
def contact_act(request: WorkerRequest, contact_id: str) -> HttpResponse:
    """Take it on, leave it to the shift, or close it, unless a colleague worked on it meanwhile (409)."""
    one, act = contact_of(request, contact_id), request.POST.get("act", "")
    version = request.POST.get("version", "")
    if act not in ACTS or not (version.isascii() and version.isdecimal() and len(version) < 10):
        raise InvalidInput()
    if act == "close":
        close_contact(one, by=request.user, version=int(version))
    else:
        hand_contact(one, mine=act == "mine", by=request.user, version=int(version))
    messages.success(request, _("Written down."))
    return redirect("hotline") if act != "mine" else redirect("contact_one", contact_id)


def contact_of(request: WorkerRequest, contact_id: str) -> QuickContact:
    """The contact with this public id; 404 unless the person sees it."""
    rows = QuickContact.objects.visible_to(request.user).select_related("worker", "case")
    one = rows.filter(public_id=contact_id).first()
    if one is None:
        raise NotFound()
    return one
