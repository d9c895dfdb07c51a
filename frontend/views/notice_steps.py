"""Steps of a statutory notice: the second person's word, the telling, the review, the answer, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, NotFound
from cases.actions import (
    answer_notice,
    approve_notice,
    ask_notice,
    close_notice,
    destroy_notice_sheet,
    refuse_notice,
    return_notice,
    review_notice,
    send_notice,
    send_notice_now,
    withdraw_notice,
)
from cases.models import Case, StatutoryNotice
from cases.notices.clashes import forbids
from cases.notices.lifecycle import State
from cases.notices.rights import available
from frontend import notices as in_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.notices import DecideNoticeForm, ReviewNoticeForm, SendNoticeForm, WordsForm

from .case_forms import form_page
from .doors import WorkerRequest, case_of, door
from .notices import notice_of, say_errors, to_notice


class Step(NamedTuple):
    """A step as its page shows it. `label`: of the one word asked for; `back_to`: where supervisors go on."""

    action: Callable[..., StatutoryNotice]
    heading: Any
    submit: Any
    done: Any
    label: Any = ""
    required: bool = True
    kind: str = ""
    back_to: str = ""


_SECOND = Step(
    approve_notice,
    _("The second person's word"),
    _("Approve"),
    _("Approved. Your colleague can send it now."),
    kind="decide",
    back_to="approvals",
)
DECISIONS = {
    "approve": _SECOND,
    "return": _SECOND._replace(action=return_notice, done=_("Returned to your colleague.")),
    "refuse": _SECOND._replace(action=refuse_notice, done=_("Refused. Your colleague is told.")),
}
REVIEW = Step(
    review_notice,
    _("Review"),
    _("Save what you found"),
    _("Written down. Your colleague is told."),
    kind="review",
    back_to="approvals",
)
SEND = Step(
    send_notice,
    _("Write down that it was told"),
    _("It was told"),
    _("Written down. It stands in “Who was told what”."),
    kind="send",
)
DESTROY = Step(
    destroy_notice_sheet,
    _("Destroy what was told"),
    _("Destroy it for good"),
    _("Destroyed. That it was told, and which kinds of data, stays."),
    _("Why is it destroyed?"),
)
STEPS = {
    "answer": Step(answer_notice, _("What they answered"), _("Save"), _("Written down."), _("Their answer")),
    "close": Step(
        close_notice, _("Close the notice"), _("Close it"), _("The notice is closed."), _("What came of it?")
    ),
    "withdraw": Step(
        withdraw_notice,
        _("Withdraw the notice"),
        _("Withdraw it"),
        _("Withdrawn. Nobody was told."),
        _("Why?"),
        required=False,
    ),
}


@door("send_notice", methods=("POST",))
def notice_ask(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Ask a second person."""
    case, one = _found(request, case_id, notice_id, "send_notice")
    form = ActionForm(posted(request))
    if form.does(lambda _values: ask_notice(one, by=request.user)):
        messages.success(request, gettext("Sent to a second person."))
    say_errors(request, form)
    return to_notice(one, case)


@door("approve")
def notice_decide(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Approve it, give it back, or refuse it."""
    case, one = _found(request, case_id, notice_id, "approve")
    answer = request.POST.get("answer", "")
    form = DecideNoticeForm(
        posted(request),
        forbidden=forbids(one, request.user),
        approving=answer == "approve",
        initial={"version": one.version},
    )
    return _take(request, case, one, form, DECISIONS.get(answer, _SECOND))


@door("approve")
def notice_review(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Say whether it was right that it went out."""
    case, one = _found(request, case_id, notice_id, "approve")
    return _take(request, case, one, ReviewNoticeForm(posted(request), initial={"version": one.version}), REVIEW)


@door("send_notice")
def notice_send(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Write down that it was told."""
    case, one = _found(request, case_id, notice_id, "send_notice")
    forbidden = forbids(one, request.user) and not one.despite and request.user.can("approve")
    form = SendNoticeForm(posted(request), forbidden=forbidden, initial={"version": one.version})
    return _take(request, case, one, form, SEND._replace(action=send_notice_now) if one.state == State.DRAFT else SEND)


@door("send_notice")
def notice_step(request: WorkerRequest, case_id: str, notice_id: str, notice_event: str) -> HttpResponse:
    """Answer, close, withdraw."""
    case, one = _found(request, case_id, notice_id, "send_notice")
    if notice_event not in STEPS:
        raise NotFound()
    return _take(request, case, one, _words(request, one, STEPS[notice_event]), STEPS[notice_event])


@door("approve")
def notice_destroy(request: WorkerRequest, case_id: str, notice_id: str) -> HttpResponse:
    """Destroy what a closed notice told."""
    case, one = _found(request, case_id, notice_id, "approve")
    return _take(request, case, one, _words(request, one, DESTROY), DESTROY)


def _words(request: WorkerRequest, one: StatutoryNotice, step: Step) -> WordsForm:
    initial = {"version": one.version}
    return WordsForm(posted(request), label=step.label, required=step.required, initial=initial)


def _found(request: WorkerRequest, case_id: str, notice_id: str, permission: str) -> tuple[Case, StatutoryNotice]:
    case = case_of(request, case_id, permission, reads="legal")
    return case, notice_of(request, case, notice_id)


def _take(request: WorkerRequest, case: Case, one: StatutoryNotice, form: ActionForm, step: Step) -> HttpResponse:
    """On to where it goes once the step was taken, else its form; a step on an older version is looked at again."""
    try:
        taken = form.does(lambda values: _act(step, one, request, values))
    except Conflict:
        taken = False
        form.sees("version", one.version)
        form.add_error(None, gettext("This notice changed meanwhile. Look at it again before you go on."))
    if taken:
        messages.success(request, str(step.done))
        return redirect(step.back_to) if step.back_to else to_notice(one, case)
    context = in_words.facts_of(one) | {
        "against": in_words.against(one, request.user),
        "may": {str(event) for event in available(one, request.user)},
        "step": step.kind,
    }
    back, words = reverse("notice", args=[case.public_id, one.public_id]), {"heading": step.heading}
    return form_page(request, case, form, submit=step.submit, back=back, template="notice_step", **words, **context)


def _act(step: Step, one: StatutoryNotice, request: WorkerRequest, values: dict[str, Any]) -> StatutoryNotice:
    said = {name: value for name, value in values.items() if name != "version"}
    if step.action in (return_notice, refuse_notice):
        said.pop("despite", None)
    return step.action(one, by=request.user, versions=[values["version"]], **said)
