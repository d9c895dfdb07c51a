"""What supervisors watch of statutory notices, and the lists they keep: authorities, and laws in words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, NotFound
from cases.actions import end_authority, end_notice_basis, save_authority, save_notice_basis
from cases.codelists.countries import COUNTRIES
from cases.models import Authority, NoticeBasis, StatutoryNotice
from cases.notices.clashes import recipient_of
from cases.notices.codes import Kind, Lawful
from cases.notices.lifecycle import Capacity, Event
from cases.notices.rights import available, held_by
from frontend import notices as in_words
from frontend.forms.acting import posted
from frontend.forms.notices import AuthorityForm, BasisForm

from .cases import show_people
from .doors import WorkerRequest, door
from .kept_forms import kept_page

MOST = 200
NAMES = ("name", "what_for", "telephone", "address", "how_to_send")


@door("approve", methods=("GET",))
def notices(request: WorkerRequest) -> HttpResponse:
    """To review and to approve first, then what wasn't sent yet, then what went out last."""
    user = request.user
    rows = StatutoryNotice.objects.visible_to(user).select_related("case__person", "authority", "drafted_by", "sent_by")
    parts = {
        "to_review": rows.to_review().order_by("review_due_at")[:MOST],
        "asked": rows.asked().order_by("due_at")[:MOST],
        "unsent": rows.unsent().exclude(state="asked").order_by("due_at")[:MOST],
        "told": rows.exclude(sent_at=None).exclude(state="to_review").order_by("-sent_at")[:MOST],
    }
    late = set(rows.late().values_list("pk", flat=True))
    context = {name: rows_of(list(found), user, late) for name, found in parts.items()}
    seen = [row["notice"] for found in context.values() for row in found]
    trail.read(events.NOTICES_READ, by=user, subjects=seen)
    return render(request, "cases/notices_all.html", context)


def rows_of(found: list[StatutoryNotice], user: User, late: set[Any]) -> list[dict[str, Any]]:
    """Notices as the lists draw them; the keys of their people and authorities in one query."""
    show_people([one.case for one in found], user)
    if user.organization_id:
        keys.prefetch(user.organization_id, [one.authority_id for one in found if one.authority_id])
    return [
        {
            "notice": one,
            "recipient": recipient_of(one),
            "is": in_words.state_of(one),
            "late": one.pk in late,
            "mine": Capacity.SECOND in held_by(one, user),
            "door": _door(one, user),
        }
        for one in found
    ]


def _door(one: StatutoryNotice, user: User) -> str:
    may = available(one, user)
    return "notice_review" if Event.REVIEW in may else "notice_decide" if Event.APPROVE in may else "notice"


@door("approve")
def authorities(request: WorkerRequest) -> HttpResponse:
    """The two lists, and adding an authority."""
    user, form = request.user, AuthorityForm(posted(request))
    if form.does(lambda values: save_authority(by=user, **_said(values))):
        messages.success(request, _("The authority was added."))
        return redirect("authorities")
    found = list(Authority.objects.visible_to(user).offered().order_by("saved_at"))
    bases = list(NoticeBasis.objects.visible_to(user).offered().order_by("country", "saved_at"))
    keys.prefetch(user.home.pk, [one.pk for one in [*found, *bases]])
    trail.read(events.AUTHORITIES_READ, by=user, subjects=[*found, *bases])
    context = {
        "rows": sorted(found, key=lambda one: one.name.casefold()),
        "bases": [(one, Kind(one.kind).label, COUNTRIES.label(one.country), Lawful(one.lawful).label) for one in bases],
    }
    return kept_page(request, "cases/authorities.html", form, **context)


@door("approve")
def authority_change(request: WorkerRequest, authority_id: str) -> HttpResponse:
    """Change one; what was told before keeps the words of its time."""
    user, one = request.user, _one(Authority, request.user, authority_id)
    told = {name: getattr(one, name) for name in NAMES} | {"version": one.version}
    form = AuthorityForm(posted(request), initial=told)
    try:
        saved = form.does(lambda v: save_authority(by=user, authority=one, version=v["version"], **_said(v)))
    except Conflict:
        saved = False
        form.sees("version", one.version)
        form.add_error(None, _("Somebody changed this meanwhile. Yours is below: save again to keep it."))
    if saved:
        messages.success(request, _("Saved."))
        return redirect("authorities")
    trail.read(events.AUTHORITIES_READ, by=user, subjects=[one])
    return _form(request, form, _("Change an authority"))


@door("approve", methods=("POST",))
def authority_end(request: WorkerRequest, authority_id: str) -> HttpResponse:
    """Offer it no more."""
    end_authority(_one(Authority, request.user, authority_id), by=request.user)
    messages.success(request, _("The authority isn't offered any more."))
    return redirect("authorities")


@door("approve")
def basis_add(request: WorkerRequest) -> HttpResponse:
    """Write down a law or an order."""
    form = BasisForm(posted(request))
    if form.does(lambda values: save_notice_basis(by=request.user, **values)):
        messages.success(request, _("Saved."))
        return redirect("authorities")
    return _form(request, form, _("A law or an order, in words"))


@door("approve", methods=("POST",))
def basis_end(request: WorkerRequest, basis_id: str) -> HttpResponse:
    """Offer it no more."""
    end_notice_basis(_one(NoticeBasis, request.user, basis_id), by=request.user)
    messages.success(request, _("It isn't offered any more."))
    return redirect("authorities")


def _one(model: Any, user: User, public_id: str) -> Any:
    found = model.objects.visible_to(user).offered().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in NAMES}


def _form(request: WorkerRequest, form: Any, heading: str) -> HttpResponse:
    return kept_page(request, "cases/plain_form.html", form, heading=heading, submit=_("Save"))
