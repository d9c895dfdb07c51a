"""Fill a questionnaire in: a page for each of its parts, then a last look, and it is finished."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.errors import Conflict, NotFound
from cases.actions import drop_assessment, finish_assessment, keep_page
from cases.actions.assessments import definition_of
from cases.models import BegunAssessment, Case
from cases.questionnaires.answers import Answers
from cases.questionnaires.engine import Shown, Walked, finished, walk
from cases.questionnaires.words import lines, say
from frontend.forms.acting import posted
from frontend.forms.assessments import FinishForm, QuestionsForm, name

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door

CHANGED = _("You saved this in another window meanwhile. Yours is below: save again to keep it.")


@door("edit_case")
def assessment_fill(request: WorkerRequest, case_id: str, begun_id: str, number: int) -> HttpResponse:
    """One page. What is relevant is told anew by each "Next"; "Back" and "Later" keep all, right or wrong."""
    case, begun = _begun(request, case_id, begun_id)
    walked = _walked(begun, begun.answers, request)
    if number not in walked.pages:
        raise NotFound()
    form = QuestionsForm(posted(request), shown=walked.on(number))
    if form.is_bound and (target := _keep(request, begun, form, number)):
        return target
    return _page(request, case, begun, form, walked, number)


@door("edit_case")
def assessment_finish(request: WorkerRequest, case_id: str, begun_id: str) -> HttpResponse:
    """The last look: all answers, what is still wrong, and the date."""
    case, begun = _begun(request, case_id, begun_id)
    user, definition = request.user, definition_of(begun)
    form = FinishForm(posted(request), user=user)
    saved = _number(request)
    try:
        done = form.does(lambda values: finish_assessment(begun, saved=saved, by=user, **values))
    except Conflict:
        done = False
        form.add_error(None, CHANGED)
    if done:
        messages.success(request, gettext("Finished. It can be amended, never changed."))
        return redirect("assessment", case_id, form.outcome.public_id)
    walked = _walked(begun, begun.answers, request)
    context: dict[str, Any] = {
        "begun": begun,
        "name": say(definition.titles),
        "wrong": [(one, say(one.item.label)) for one in walked.wrong],
        "lines": lines(definition, finished(definition, begun.answers, today(user.home))),
        "last": (walked.pages or [1])[-1],
    }
    back, submit = reverse("case_assessments", args=[case_id]), _("Finish")
    heading, template = _("Look it over"), "assessment_finish"
    return form_page(request, case, form, heading=heading, submit=submit, back=back, template=template, **context)


@door("edit_case", methods=("POST",))
def assessment_drop(request: WorkerRequest, case_id: str, begun_id: str) -> HttpResponse:
    """Throw it away."""
    case, begun = _begun(request, case_id, begun_id)
    drop_assessment(begun, by=request.user)
    messages.success(request, gettext("What you began was thrown away."))
    return to_case("case_assessments", case)


def _keep(request: WorkerRequest, begun: BegunAssessment, form: QuestionsForm, number: int) -> HttpResponse | None:
    """Keep the page and say where to go; None when something is wrong with it and it stays."""
    go = request.POST.get("go", "next")
    answers = _changed(form.read(begun.answers), go, form.shown)
    walked = _walked(begun, answers, request)
    if go == "next" and form.say_what_is_wrong(walked.on(number)):
        return None
    try:
        form.does(lambda _values: keep_page(begun, answers, saved=_number(request), by=request.user))
    except Conflict:
        form.add_error(None, CHANGED)
    if form.errors:
        return None
    return _target(request, begun, form, walked, number)


def _target(
    request: WorkerRequest, begun: BegunAssessment, form: QuestionsForm, walked: Walked, number: int
) -> HttpResponse:
    go, case_id = request.POST.get("go", "next"), begun.case.public_id
    if go == "later":
        messages.success(request, gettext("Kept. Go on whenever you want: only you see it until it is finished."))
        return redirect("case_assessments", case_id)
    before, after = ([n for n in walked.pages if n < number], [n for n in walked.pages if n > number])
    if go == "back" and before:
        return redirect("assessment_fill", case_id, begun.public_id, before[-1])
    if go != "next":
        return redirect("assessment_fill", case_id, begun.public_id, number)
    if any(one.item.asked and name(one) not in form.fields for one in walked.on(number)):
        messages.info(request, gettext("Because of your answers there is more to ask here."))
        return redirect("assessment_fill", case_id, begun.public_id, number)
    if after:
        return redirect("assessment_fill", case_id, begun.public_id, after[0])
    return redirect("assessment_finish", case_id, begun.public_id)


def _changed(answers: Answers, go: str, shown: list[Shown]) -> Answers:
    """One more instance of the repeat of this page, or one less."""
    repeat = next((one.key.split(":")[0] for one in shown if one.instance is not None), "")
    word, _sign, number = go.partition(":")
    instances = answers.get(repeat) or [{}]
    if repeat and word == "add":
        answers[repeat] = [*instances, {}]
    if repeat and word == "remove" and number.isdecimal():
        answers[repeat] = [one for at, one in enumerate(instances) if at != int(number)] or [{}]
    return answers


def _page(
    request: WorkerRequest, case: Case, begun: BegunAssessment, form: QuestionsForm, walked: Walked, number: int
) -> HttpResponse:
    definition = definition_of(begun)
    repeat = definition.pages[number - 1].repeat
    context: dict[str, Any] = {
        "begun": begun,
        "name": say(definition.titles),
        "rows": form.rows,
        "at": walked.pages.index(number) + 1,
        "of": len(walked.pages),
        "repeat": say(repeat.label) if repeat else "",
        "repeated": repeat is not None,
        "first": number == walked.pages[0],
    }
    back = reverse("case_assessments", args=[case.public_id])
    heading, submit, template = say(definition.titles), _("Next"), "assessment_fill"
    return form_page(request, case, form, heading=heading, submit=submit, back=back, template=template, **context)


def _begun(request: WorkerRequest, case_id: str, begun_id: str) -> tuple[Case, BegunAssessment]:
    case = case_of(request, case_id, "edit_case", reads="narrative")
    rows = BegunAssessment.objects.visible_to(request.user).filter(case=case, public_id=begun_id)
    begun = rows.select_related("case", "version__questionnaire").first()
    if begun is None:
        raise NotFound()
    return case, begun


def _walked(begun: BegunAssessment, answers: Answers, request: WorkerRequest) -> Walked:
    return walk(definition_of(begun), answers, today(request.user.home))


def _number(request: WorkerRequest) -> int:
    said = request.POST.get("saved", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1
