"""What the two sides of a referral say to each other, and the hand-offs that they arrange."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.models import User
from casemgr.errors import CasemgrError, NotFound
from frontend import drafts
from frontend.forms.acting import posted
from frontend.forms.talk import AnswerForm, HandOffForm, HandOffResultForm, MessageForm
from referrals import actions
from referrals.actions.messages import is_open
from referrals.codes import HandOffState, MessageKind
from referrals.lifecycle import Tier
from referrals.models import HandOff, Referral
from referrals.permissions import may_read_disclosure

from .doors import WorkerRequest, door
from .referral_rows import row
from .referrals import REFERRING, referral_of

ASKING = frozenset({MessageKind.STILL_WANTED, MessageKind.HOLD_PLACE, MessageKind.PLACE_FREE, MessageKind.MORE_TIME})
SAID: dict[str, Any] = {
    HandOffState.AGREED: gettext_lazy("Agreed. They were told."),
    HandOffState.DECLINED: gettext_lazy("They were told."),
    HandOffState.CANCELLED: gettext_lazy("Called off. They were told."),
}


@door(*REFERRING, "view_case")
def referral_talk(request: WorkerRequest, referral_id: str) -> HttpResponse:
    """The messages, oldest first; POST says one more."""
    one = referral_of(request, referral_id)
    data = posted(request)
    answers = data is not None and "answers" in data
    form = AnswerForm(data) if answers else MessageForm(data, words=_may_use_words(request.user, one))
    if form.does(lambda values: actions.send_message(one, by=request.user, **values)):
        messages.success(request, _("They were told that you wrote."))
        return redirect("referral_talk", referral_id)
    return _page(request, one, form, status=422 if form.is_bound else 200)


@door(*REFERRING)
def handoff_propose(request: WorkerRequest, referral_id: str) -> HttpResponse:
    """Propose a meeting with the person."""
    one = referral_of(request, referral_id)
    form = HandOffForm(posted(request))
    if form.does(lambda values: actions.propose_handoff(one, by=request.user, **values)):
        messages.success(request, _("Proposed. They were told."))
        return redirect("referral_talk", referral_id)
    context = row(one) | {"form": form, "heading": _("Arrange a hand-off"), "submit": _("Propose it")}
    return render(request, "referrals/talk_form.html", context, status=422 if form.is_bound else 200)


@door(*REFERRING, methods=("POST",))
def handoff_answer(request: WorkerRequest, referral_id: str, handoff_id: str) -> HttpResponse:
    """Agree, decline or call off: `state`, as of `version`."""
    handoff, state = _handoff(request, referral_id, handoff_id), request.POST.get("state", "")
    try:
        version = int(request.POST.get("version", ""))
        actions.answer_handoff(handoff, state=state, versions=[version], by=request.user)
    except (CasemgrError, ValueError) as refusal:
        said = str(refusal) if isinstance(refusal, CasemgrError) else _("Press one of the buttons.")
        messages.error(request, said)
    else:
        messages.success(request, SAID[HandOffState(state)])
    return redirect("referral_talk", referral_id)


@door(*REFERRING)
def handoff_record(request: WorkerRequest, referral_id: str, handoff_id: str) -> HttpResponse:
    """Say what became of it."""
    handoff = _handoff(request, referral_id, handoff_id)
    form = HandOffResultForm(posted(request), initial={"version": handoff.version})
    if form.does(lambda values: _record(handoff, by=request.user, **values)):
        messages.success(request, _("Noted. The other side was told."))
        return redirect("referral_talk", referral_id)
    context = row(handoff.referral) | {"form": form, "heading": _("How did the hand-off go?"), "submit": _("Note it")}
    return render(request, "referrals/talk_form.html", context, status=422 if form.is_bound else 200)


def _page(request: WorkerRequest, one: Referral, form: Any, *, status: int) -> HttpResponse:
    user = request.user
    said = actions.read_messages(one, by=user)
    asked = {s.message.answers_id for s in said if s.message.answers_id}
    saying = form if isinstance(form, MessageForm) else MessageForm(words=_may_use_words(user, one))
    context = (
        row(one)
        | drafts.offered(request, saying)
        | {
            "form": saying,
            "refused": str(form.refusal or "") if isinstance(form, AnswerForm) else "",
            "said": [_line(user, s, asked) for s in said],
            "handoffs": [_meeting(user, h) for h in _handoffs(user, one)],
            "open": is_open(one) and any(user.can(permission) for permission in REFERRING),
        }
    )
    return render(request, "referrals/talk.html", context, status=status)


def _line(user: User, said: actions.Said, asked: set[Any]) -> dict[str, Any]:
    message = said.message
    mine = message.organization_id == user.organization_id
    return {
        "message": message,
        "said": said,
        "mine": mine,
        "by": message.author.name if mine and message.author else message.organization.name,
        "may_answer": not mine and message.kind in ASKING and message.pk not in asked,
    }


def _meeting(user: User, handoff: HandOff) -> dict[str, Any]:
    theirs = handoff.proposed_by_id != user.organization_id
    agreed = handoff.state == HandOffState.AGREED
    return {
        "handoff": handoff,
        "may_answer": theirs and handoff.state == HandOffState.PROPOSED,
        "may_cancel": agreed or (handoff.state == HandOffState.PROPOSED and not theirs),
        "may_record": agreed,
        "past": handoff.starts_at <= timezone.now(),
    }


def _record(handoff: HandOff, *, version: int, result: str, by: User) -> HandOff:
    return actions.record_handoff(handoff, result=result, versions=[version], by=by)


def _handoffs(user: User, one: Referral) -> Any:
    return HandOff.objects.visible_to(user).filter(referral=one).select_related("proposed_by").order_by("-starts_at")


def _handoff(request: WorkerRequest, referral_id: str, handoff_id: str) -> HandOff:
    one = referral_of(request, referral_id)
    rows = HandOff.objects.visible_to(request.user).select_related("referral__sender", "referral__receiver")
    found = rows.filter(referral=one, public_id=handoff_id).first()
    if found is None:
        raise NotFound()
    return found


def _may_use_words(user: User, one: Referral) -> bool:
    return one.receiver_tier is Tier.DISCLOSURE and may_read_disclosure(user, one)
