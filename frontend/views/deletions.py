"""Asking whoever was told to delete what they hold: written down on a person's request, answered by partners here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from frontend.forms.acting import posted
from frontend.forms.deletions import AnswerForm, AskedForm, TheirAnswerForm
from referrals.actions import answer_deletion, note_answer, note_asked
from referrals.actions.deletion import asked_of
from referrals.codes import Role
from referrals.models import DeletionAsk

from .doors import WorkerRequest, door
from .kept_forms import kept_page
from .referrals import referral_of


@door("record_consent")
def deletion_asked(request: WorkerRequest, right_id: str, deletion_id: str) -> HttpResponse:
    """Write down that they were asked."""
    one, user = _of_request(request, right_id, deletion_id), request.user
    form = AskedForm(posted(request), user=user)
    if form.does(lambda values: note_asked(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", right_id)
    return _page(request, one, form, _("They were asked to delete what they hold"))


@door("record_consent")
def deletion_answered(request: WorkerRequest, right_id: str, deletion_id: str) -> HttpResponse:
    """Write down what they said."""
    one, user = _of_request(request, right_id, deletion_id), request.user
    form = AnswerForm(posted(request), user=user)
    if form.does(lambda values: note_answer(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", right_id)
    return _page(request, one, form, _("What did they answer?"))


@door("answer_referral")
def referral_deletion(request: WorkerRequest, revoked_id: str) -> HttpResponse:
    """A partner here says whether it deletes what it holds of the person of a referral."""
    one, user = referral_of(request, revoked_id), request.user
    asked = asked_of(one) if one.role_of(user.organization_id) is Role.RECEIVER else None
    if asked is None:
        raise NotFound()
    form = TheirAnswerForm(posted(request), initial=asked)
    if form.does(lambda values: answer_deletion(one, by=user, **values)):
        messages.success(request, gettext("Your answer was sent."))
        return redirect("referral", revoked_id)
    trail.read(events.REFERRAL_READ, by=user, subjects=[one])
    context = {"referral": one, "form": form, "asked": asked}
    return render(request, "referrals/deletion.html", context, status=422 if form.is_bound else 200)


def _of_request(request: WorkerRequest, right_id: str, deletion_id: str) -> DeletionAsk:
    rows = DeletionAsk.objects.visible_to(request.user).select_related("request", "partner")
    found: DeletionAsk | None = rows.filter(public_id=deletion_id, request__public_id=right_id).first()
    if found is None:
        raise NotFound()
    return found


def _page(request: WorkerRequest, one: DeletionAsk, form: Any, heading: Any) -> HttpResponse:
    trail.record(events.RIGHT_READ, by=request.user, subject=one.request)
    return kept_page(request, "rights/deletion_form.html", form, one=one, request_row=one.request, heading=heading)
