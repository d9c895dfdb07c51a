"""Statutory notices of a case: the list, one with what stands against it, drafting, and what it tells."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import Conflict, NotFound
from cases.actions import change_notice, draft_notice, read_notice_sheet, seal_notice
from cases.models import Case, NoticeSheet, NoticeStep, StatutoryNotice
from cases.notices.clashes import forbids, never_share_list, recipient_of
from cases.notices.codes import Kind
from cases.notices.lifecycle import TOLD
from cases.notices.missing import missing
from cases.notices.rights import available, reads_told
from frontend import notices as in_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.notices import NoticeForm, SealForm

from .case_forms import form_page
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_notices(request: WorkerRequest, case_id: str) -> HttpResponse:
    """All of them, newest first, and the ways to begin one."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    rows = StatutoryNotice.objects.visible_to(user).filter(case=case).select_related("authority", "drafted_by")
    found = list(rows.order_by("-drafted_at"))
    trail.read(events.NOTICES_READ, by=user, subjects=found)
    context = {
        "rows": [(one, recipient_of(one), in_words.state_of(one)) for one in found],
        "kinds": [(kind.value, kind.label, in_words.EXPLAINED[kind]) for kind in Kind],
    }
    return case_page(request, "notices", case, "", **context)


@door("draft_notice")
def notice_add(request: WorkerRequest, case_id: str, kind: str) -> HttpResponse:
    """Draft one of this kind."""
    case, user = case_of(request, case_id, "draft_notice", reads="legal"), request.user
    if kind not in Kind.values:
        raise NotFound()
    never = never_share_list(case.person, user)
    form = NoticeForm(posted(request), kind=kind, user=user, never=never)
    if form.does(lambda _values: draft_notice(case, kind=kind, by=user, **form.told())):
        messages.success(request, gettext("The notice was drafted. Nobody was told yet."))
        return to_notice(form.outcome, case)
    return _form(request, case, form, never, kind, back=reverse("case_notices", args=[case_id]))


@door("draft_notice")
def notice_change(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Change a draft; if somebody was faster, what was typed stays and is saved only when sent again."""
    case, user = case_of(request, case_id, "draft_notice", reads="legal"), request.user
    notice = notice_of(request, case, notice_id)
    never = never_share_list(case.person, user)
    form = NoticeForm(posted(request), kind=notice.kind, user=user, never=never, row=notice)
    try:
        saved = form.does(lambda values: change_notice(notice, form.told(), by=user, versions=[values["version"]]))
    except Conflict:
        saved = False
        form.sees("version", notice.version)
        form.add_error(None, gettext("Somebody changed this notice meanwhile. Yours is below: save again to keep it."))
    if saved:
        messages.success(request, gettext("Saved."))
        return to_notice(notice, case)
    return _form(request, case, form, never, notice.kind, back=reverse("notice", args=[case_id, notice_id]))


@door("view_case", methods=("GET",))
def notice(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """One: what it would tell or told, on what ground, what stands against it, and what may be done now."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    one = notice_of(request, case, notice_id)
    trail.read(events.NOTICES_READ, by=user, subjects=[one])
    steps = NoticeStep.objects.visible_to(user).filter(notice=one).select_related("taken_by").order_by("taken_at")
    may = {str(event) for event in available(one, user)}
    against = in_words.against(one, user)
    sealing = SealForm(forbidden=against.forbidden and not one.despite, initial={"version": one.version})
    context: dict[str, Any] = in_words.facts_of(one) | {
        "is": in_words.state_of(one),
        "against": against,
        "may": may,
        "missing": [message for _field, message in missing(one)] if "change" in may else [],
        "steps": in_words.steps_of(one, steps),
        "sheet": NoticeSheet.objects.visible_to(user).filter(notice=one).defer("content").first(),
        "reads_sheet": reads_told(user, one.categories),
        "sealing": sealing,
        "barred": against.forbidden and not one.despite and not user.can("approve"),
    }
    return case_page(request, "notice", case, "", **context)


@door("send_notice", methods=("POST",))
def notice_seal(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Seal what will be told, as it is recorded now, and go to it."""
    case, user = case_of(request, case_id, "send_notice", reads="legal"), request.user
    one = notice_of(request, case, notice_id)
    form = SealForm(posted(request), forbidden=forbids(one, user) and not one.despite and user.can("approve"))
    if form.does(lambda v: seal_notice(one, by=user, despite=v.get("despite"), versions=[v["version"]])):
        return redirect("notice_sheet", case_id, notice_id)
    say_errors(request, form)
    return to_notice(one, case)


@door("view_case", methods=("GET",))
def notice_sheet(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """What is read out, sent or was told: a page to print. Each opening enters the trail."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    one = notice_of(request, case, notice_id)
    told = read_notice_sheet(one, by=user)
    context = {"notice": one, "sheet": in_words.sheet_in_words(told.content), "sealed_at": told.sealed_at}
    may = {str(event) for event in available(one, user)}
    context |= {"may_send": bool(may & {"send", "send_now"}), "was_told": one.state in TOLD}
    return case_page(request, "notice_sheet", case, "", **context)


def notice_of(request: WorkerRequest, case: Case, notice_id: str) -> StatutoryNotice:
    """The notice of this case with this public id. Errors: NotFound."""
    rows = StatutoryNotice.objects.visible_to(request.user).filter(case=case, public_id=notice_id)
    people = ("drafted_by", "changed_by", "asked_by", "decided_by", "sent_by", "reviewed_by")
    found: StatutoryNotice | None = rows.select_related("case__person", "authority", "basis", *people).first()
    if found is None:
        raise NotFound()
    return found


def to_notice(one: StatutoryNotice, case: Case) -> HttpResponseRedirect:
    """Its page."""
    return redirect("notice", case.public_id, one.public_id)


def say_errors(request: WorkerRequest, form: ActionForm) -> None:
    """Why a single click was refused, above the page it goes back to."""
    for errors in form.errors.values():
        for said in errors:
            messages.error(request, str(said))


def _form(
    request: WorkerRequest, case: Case, form: NoticeForm, never: list[str], kind: str, *, back: str
) -> HttpResponse:
    return form_page(
        request,
        case,
        form,
        heading=Kind(kind).label,
        submit=_("Save the draft"),
        back=back,
        template="notice_form",
        never=never,
        explained=in_words.EXPLAINED[kind],
    )
