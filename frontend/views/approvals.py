"""What waits for a second person, and their answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import decide_approval
from cases.actions.approvals import may_decide
from cases.actions.assessments import may_review
from cases.models import Approval, Assessment, Case, Goal, StageChange, StatutoryNotice
from frontend.forms.acting import posted
from frontend.forms.plan import DecideForm
from frontend.questionnaires import title_of
from frontend.rights import drawn
from frontend.second_word import money, openings, rights_to_decide, second_persons

from .case_forms import form_page
from .cases import show_people
from .doors import WorkerRequest, case_of, door
from .legal_requests import proposed_requests
from .notice_lists import rows_of


@door("approve", methods=("GET",))
def approvals(request: WorkerRequest) -> HttpResponse:
    """All that waits, oldest first."""
    user = request.user
    waiting = Approval.objects.visible_to(user).asked().select_related("case__person", "asked_by").order_by("asked_at")
    rows = [(one, may_decide(one, user)) for one in waiting[:200]]
    show_people([one.case for one, _mine in rows], user)
    trail.read(events.CASE_LISTED, by=user, subjects=[one.case for one, _mine in rows])
    notices = _notices(user)
    context = {"rows": rows, "notices": notices, "to_review": openings(user), "resets": second_persons(user)}
    context["money"] = money(user)
    context["requests"] = proposed_requests(user)
    context["assessments"] = _assessments(user)
    context["rights"] = _rights(user)
    return render(request, "cases/approvals.html", context)


def _notices(user: User) -> list[dict[str, Any]]:
    """Statutory notices to review or to approve, the most pressing first."""
    waiting = StatutoryNotice.objects.visible_to(user).waiting()
    late = set(waiting.late().values_list("pk", flat=True))
    people = ("case__person", "authority", "drafted_by", "sent_by")
    found = list(waiting.select_related(*people).order_by(Coalesce("review_due_at", "due_at"))[:200])
    if found:
        trail.read(events.NOTICES_READ, by=user, subjects=found)
    return rows_of(found, user, late)


def _rights(user: User) -> list[dict[str, Any]]:
    """What people asked about their records and this person decides."""
    found = rights_to_decide(user)
    if found:
        trail.read(events.RIGHT_LISTED, by=user, subjects=found)
    return [drawn(one, user) for one in found]


def _assessments(user: User) -> list[tuple[Assessment, str, bool]]:
    """Finished ones whose form asks for a second person, oldest first, and whether it may be this one."""
    waiting = Assessment.objects.visible_to(user).to_review().order_by("done_at")
    found = list(waiting.select_related("case__person", "done_by", "version__questionnaire")[:200])
    if found:
        show_people([one.case for one in found], user)
        trail.read(events.CASE_LISTED, by=user, subjects=[one.case for one in found])
    return [(one, title_of(one.version), may_review(one, user)) for one in found]


@door("view_case")
def approval(request: WorkerRequest, case_id: str, approval_id: str) -> HttpResponse:
    """One request with what it is about; who may, answers it here."""
    case, user = case_of(request, case_id), request.user
    rows = Approval.objects.visible_to(user).filter(case=case).select_related("case", "asked_by", "decided_by")
    one = rows.filter(public_id=approval_id).first()
    if one is None:
        raise NotFound()
    form = DecideForm(posted(request))
    approve = request.POST.get("answer") == "approve"
    if form.does(lambda values: decide_approval(one, approve=approve, note=values["note"], by=user)):
        messages.success(request, gettext("Approved.") if approve else gettext("Returned to your colleague."))
        return redirect("approvals")
    return form_page(
        request,
        case,
        form,
        heading=one.get_kind_display(),
        submit=_("Approve"),
        back=reverse("case_plan", args=[case_id]),
        template="approval",
        approval=one,
        told=_told(one, case),
        may_decide=one.state == Approval.State.ASKED and may_decide(one, user),
    )


def _told(one: Approval, case: Case) -> dict[str, Any]:
    """The content in words; nothing once it was erased."""
    if not one.content:
        return {"erased": True}
    if one.kind == Approval.Kind.CLOSURE:
        return {"reason": StageChange.Reason(one.content["reason"]).label, "note": one.content.get("note")}
    areas = dict(Goal.Area.choices)
    return {"goals": [goal | {"area": areas.get(goal["area"], goal["area"])} for goal in one.content["goals"]]}
