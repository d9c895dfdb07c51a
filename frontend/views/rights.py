"""What people ask about their own record: on the case, and all of the organization's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import ask_right
from cases.actions.rights import guardians_who_may_ask
from cases.models import Case, DataRequest, ErasedRecord, LegalHold
from cases.rights.codes import Kind
from frontend.deletions import of_case, of_request
from frontend.forms.acting import posted
from frontend.forms.rights import AskForm
from frontend.rights import ASKED_FOR, drawn, facts, one_of

from .case_forms import form_page
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

MOST = 200


@door("view_case", methods=("GET",))
def case_rights(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The requests about one record, what keeps it, and what may be asked."""
    case, user = case_of(request, case_id), request.user
    rows = DataRequest.objects.visible_to(user).filter(case=case).order_by("-recorded_at")
    holds = LegalHold.objects.visible_to(user).filter(case=case).holding(today(user.home))
    kinds = [(kind, Kind(kind).label, words) for kind, words in ASKED_FOR.items()]
    context = {"rows": [drawn(one, user) for one in rows], "kinds": kinds, "lifts": user.can("approve")}
    context["deletions"] = of_case(case, user)
    return case_page(
        request,
        "rights",
        case,
        "case_consents",
        **context,
        reads_legal=user.reads("legal"),
        holds=holds.select_related("placed_by", "lift_asked_by"),
    )


@door("record_consent")
def right_ask(request: WorkerRequest, case_id: str, right_kind: str) -> HttpResponse:
    """Write down what is asked for."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    if right_kind not in ASKED_FOR:
        raise NotFound()
    form = AskForm(posted(request), kind=right_kind, guardians=guardians_who_may_ask(case, user))
    if form.does(lambda values: ask_right(case, kind=right_kind, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", form.outcome.public_id)
    back = reverse("case_rights", args=[case_id])
    return form_page(
        request,
        case,
        form,
        heading=Kind(right_kind).label,
        submit=gettext("Write it down"),
        back=back,
        template="right_ask",
        explained=ASKED_FOR[right_kind],
        kind=right_kind,
    )


@door("view_case", methods=("GET",))
def rights(request: WorkerRequest) -> HttpResponse:
    """Everything open that the user sees, soonest due first; to supervisors also that records were erased."""
    user = request.user
    rows = list(DataRequest.objects.visible_to(user).open().order_by("due_on", "id")[:MOST])
    erased = ErasedRecord.objects.visible_to(user).order_by("-erased_on")[:MOST]
    trail.read(events.RIGHT_LISTED, by=user, subjects=rows)
    context = {"rows": [drawn(one, user) for one in rows], "erased": erased, "approves": user.can("approve")}
    return render(request, "rights/list.html", context)


@door("view_case", methods=("GET",))
def right(request: WorkerRequest, right_id: str) -> HttpResponse:
    """One request: who asked, where it stands, what comes next."""
    one = one_of(request.user, right_id)
    trail.record(events.RIGHT_READ, by=request.user, subject=one)
    case = Case.objects.visible_to(request.user).filter(pk=one.case_id).first()
    context = {"case": case, "deletions": of_request(one, request.user)}
    return render(request, "rights/one.html", facts(one, request.user) | context)
