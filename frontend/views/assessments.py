"""The assessments of a case: the list, one in full, two side by side, and the second person's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import begin_amending, begin_assessment, review_assessment
from cases.actions.assessments import definition_of, may_review
from cases.looking import beyond
from cases.models import Assessment, AssessmentReview, BegunAssessment, Case, Questionnaire
from cases.questionnaires.compare import compared
from cases.questionnaires.engine import walk
from cases.questionnaires.words import lines, say
from frontend.forms.acting import posted
from frontend.forms.assessments import ReviewForm
from frontend.paging import OpenPaginator
from frontend.questionnaires import offered, title_of

from .case_forms import form_page
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_assessments(request: WorkerRequest, case_id: str) -> HttpResponse:
    """What was finished, newest first; what one began oneself; the forms to begin."""
    case, user = case_of(request, case_id, reads="narrative"), request.user
    standing = Assessment.objects.visible_to(user).filter(case=case).standing().order_by("-happened_on", "-done_at")
    page = OpenPaginator(_with_people(standing), 20).get_page(request.GET.get("page"))
    begun = BegunAssessment.objects.visible_to(user).filter(case=case).select_related("version").order_by("-saved_at")
    trail.read(events.ASSESSMENTS_LISTED, by=user, subjects=list(page.object_list), facts=beyond((case,), user))
    context: dict[str, Any] = {
        "page": page,
        "rows": [(one, title_of(one.version)) for one in page.object_list],
        "begun": [(one, title_of(one.version)) for one in begun],
        "offered": offered(user),
    }
    return case_page(request, "assessments", case, "case_assessments", **context)


@door("edit_case", methods=("POST",))
def assessment_begin(request: WorkerRequest, case_id: str, form_id: str) -> HttpResponse:
    """Begin one, or go on with what one began."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    form = Questionnaire.objects.visible_to(user).offered().filter(public_id=form_id).first()
    if form is None:
        raise NotFound()
    return _to_first(case, begin_assessment(case, form, by=user), request)


@door("edit_case", methods=("POST",))
def assessment_amend(request: WorkerRequest, case_id: str, assessment_id: str) -> HttpResponse:
    """Open one to mend it."""
    case = case_of(request, case_id, "edit_case", reads="narrative")
    return _to_first(case, begin_amending(_one(request, case, assessment_id), by=request.user), request)


@door("view_case", methods=("GET",))
def assessment(request: WorkerRequest, case_id: str, assessment_id: str) -> HttpResponse:
    """One as it was answered, and those of the same form to lay beside it."""
    case, user = case_of(request, case_id, reads="narrative"), request.user
    one = _one(request, case, assessment_id)
    definition = definition_of(one)
    review = AssessmentReview.objects.visible_to(user).filter(assessment=one).select_related("decided_by").first()
    later = Assessment.objects.visible_to(user).filter(amends=one).first()
    trail.read(events.ASSESSMENT_READ, by=user, subjects=[one], facts=beyond((case,), user))
    context: dict[str, Any] = {
        "one": one,
        "heading": say(definition.titles),
        "erased": not one.answers,
        "lines": lines(definition, one.answers) if one.answers else [],
        "review": review,
        "later": later,
        "waits": definition.approval and review is None and later is None,
        "may_review": may_review(one, user),
        "before": _same_form(request, case, one),
        "plans_safety": definition.kind == "safety_plan",
    }
    return case_page(request, "assessment", case, "case_assessments", **context)


@door("view_case", methods=("GET",))
def assessment_compare(request: WorkerRequest, case_id: str, assessment_id: str, other_id: str) -> HttpResponse:
    """Two of the same form side by side, what changed first."""
    case, user = case_of(request, case_id, reads="narrative"), request.user
    new, old = _one(request, case, assessment_id), _one(request, case, other_id)
    if new.version.questionnaire_id != old.version.questionnaire_id or new == old:
        raise NotFound()
    trail.read(events.ASSESSMENT_READ, by=user, subjects=[old, new], facts=beyond((case,), user))
    if not (new.answers and old.answers):
        raise NotFound()
    rows = compared(lines(definition_of(old), old.answers), lines(definition_of(new), new.answers))
    context: dict[str, Any] = {"old": old, "new": new, "rows": rows, "heading": title_of(new.version)}
    return case_page(request, "assessment_compare", case, "case_assessments", **context)


@door("approve")
def assessment_review(request: WorkerRequest, case_id: str, assessment_id: str) -> HttpResponse:
    """The second person's word."""
    case, user = case_of(request, case_id, "approve", reads="narrative"), request.user
    one = _one(request, case, assessment_id)
    form = ReviewForm(posted(request))
    approve = request.POST.get("answer") == "approve"
    if form.does(lambda values: review_assessment(one, approve=approve, by=user, note=values["note"])):
        messages.success(request, gettext("Approved.") if approve else gettext("Returned to your colleague."))
        return redirect("assessment", case_id, assessment_id)
    trail.read(events.ASSESSMENT_READ, by=user, subjects=[one], facts=beyond((case,), user))
    return form_page(
        request,
        case,
        form,
        heading=_("A second person's word"),
        submit=_("Approve"),
        back=reverse("assessment", args=[case_id, assessment_id]),
        template="assessment_review",
        lines=lines(definition_of(one), one.answers),
        name=title_of(one.version),
        may_review=may_review(one, user),
    )


def _to_first(case: Case, begun: BegunAssessment, request: WorkerRequest) -> HttpResponse:
    """The first page on which something is relevant; the last look when there is none."""
    pages = walk(definition_of(begun), begun.answers, today(request.user.home)).pages
    if not pages:
        return redirect("assessment_finish", case.public_id, begun.public_id)
    return redirect("assessment_fill", case.public_id, begun.public_id, pages[0])


def _one(request: WorkerRequest, case: Case, public_id: str) -> Assessment:
    rows = Assessment.objects.visible_to(request.user).filter(case=case, public_id=public_id)
    one = _with_people(rows).select_related("case", "amends").first()
    if one is None:
        raise NotFound()
    return one


def _with_people(rows: Any) -> Any:
    return rows.select_related("version__questionnaire", "done_by", "review")


def _same_form(request: WorkerRequest, case: Case, one: Assessment) -> list[Assessment]:
    """Others of the same form on this case, the latest before it first."""
    rows = Assessment.objects.visible_to(request.user).filter(
        case=case, version__questionnaire=one.version.questionnaire
    )
    return list(rows.filter(done_at__lt=one.done_at).exclude(pk=one.pk).order_by("-happened_on", "-done_at")[:10])
