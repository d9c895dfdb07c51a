"""Steps of a referral. Plain ones are one POST; those that ask something have a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from frontend.forms.acting import posted
from frontend.forms.referrals import (
    CompleteForm,
    ContactForm,
    DeclineForm,
    EndForm,
    ErrorForm,
    PhoneForm,
    StepForm,
    WaitlistForm,
)
from referrals import actions
from referrals.models import Referral

from .doors import WorkerRequest, door
from .referral_rows import row
from .referral_steps import BY_HAND, STEPS, Step, is_by_hand
from .referrals import REFERRING, disclosed_to, page_of, referral_of

DONE: dict[str, Any] = {
    "submit": _("The referral was sent."),
    "accept": _("You accepted. Read the safe-contact rules before anything else."),
    "acknowledge": _("The sender sees that you are looking at it."),
    "decline": _("You declined. The sender was told the reason's code."),
    "record_contact": _("The contact was recorded. The sender sees how it went."),
    "complete": _("The referral is completed."),
    "waitlist": _("It is on the waiting list. The sender sees until when."),
    "end": _("The referral has ended. What was shared can be read for a while, then it is destroyed."),
    "error": _("Marked as entered in error. What was shared there can't be read any more."),
    "phone": _("The telephone call was noted."),
    "withdraw": _("The referral was taken back. Nothing was shared."),
    "revoke": _("Sharing stopped. What was shared here can't be read any more."),
}
#: the same where the other side works on another instance: what lies there is asked for, and not gone by itself
ELSEWHERE: dict[str, Any] = {
    "accept": _("You accepted. The other server was asked for what the person agreed to share."),
    "revoke": _("Sharing stopped. The other server was asked to destroy what it was sent."),
    "error": _("Marked as entered in error. The other server was asked to destroy what it was sent."),
}
#: and where it is written down for a partner that is reached by phone or letter
OUTSIDE: dict[str, Any] = {
    "submit": _("Written down. Nothing goes to them by itself: call them, or print the letter."),
    "accept": _("Written down. Now read out or print what they get, and say here how they were told."),
    "acknowledge": _("Written down."),
    "decline": _("Written down. Find another way for the person."),
    "record_contact": _("Written down."),
    "complete": _("The referral is completed."),
    "waitlist": _("Written down. You are reminded before the time is over."),
    "end": _("The referral has ended."),
    "withdraw": _("The referral was taken back. If you have called or written already, tell them."),
    "revoke": _("Sharing stopped. Call them: what was said or is on paper can't be called back from here."),
    "error": _("Marked as entered in error. Call them: what was said or is on paper can't be called back from here."),
}
ASKS: dict[str, tuple[type[StepForm], Any]] = {
    "decline": (DeclineForm, _("Decline this referral")),
    "record_contact": (ContactForm, _("Record a contact")),
    "complete": (CompleteForm, _("Complete this referral")),
    "waitlist": (WaitlistForm, _("Put it on a waiting list")),
    "end": (EndForm, _("End without completing?")),
    "error": (ErrorForm, _("Entered in error?")),
    "phone": (PhoneForm, _("Telephone now")),
    "withdraw": (StepForm, _("Take this referral back?")),
    "revoke": (StepForm, _("Stop sharing?")),
}
#: headings of what is written down for a partner outside
HEARD: dict[str, Any] = {
    "accept": _("They said yes?"),
    "acknowledge": _("They have it?"),
    "decline": _("They said no?"),
    "record_contact": _("Did they reach the person?"),
    "complete": _("Has the service ended?"),
    "waitlist": _("Are they keeping it on a waiting list?"),
    "end": _("Did it end early?"),
}
ACTS: dict[str, Callable[..., Any]] = {
    "submit": actions.submit,
    "accept": actions.accept,
    "acknowledge": actions.acknowledge,
    "decline": actions.decline,
    "record_contact": actions.record_contact,
    "complete": actions.complete,
    "waitlist": actions.waitlist,
    "end": actions.end,
    "error": actions.mark_error,
    "phone": actions.record_phone_call,
    "withdraw": actions.withdraw,
}


@door(*REFERRING, "view_case")
def referral_step(request: WorkerRequest, referral_id: str, step: str) -> HttpResponse:
    """Take a step. What the table or the consent refuses is said on the page; somebody else's referral is absent."""
    one = referral_of(request, referral_id)
    heard = is_by_hand(request.user, one, step)
    if step not in STEPS or (request.method == "GET" and step not in ASKS and not heard):
        raise NotFound()
    form_class, heading = ASKS.get(step, (StepForm, ""))
    form = form_class(posted(request), initial={"version": one.version}, by_hand=heard)
    if form.does(lambda values: _act(one, step, values, request)):
        messages.success(request, _said(step, one))
        return redirect("referral", referral_id)
    if heard:
        return _ask(request, one, form, BY_HAND[step], HEARD[step])
    if step in ASKS:
        return _ask(request, one, form, STEPS[step], heading)
    return page_of(request, one, status=409, form=form)


def _said(step: str, one: Referral) -> Any:
    if one.receiver.is_outside:
        return OUTSIDE.get(step, DONE[step])
    far = one.sender if step == "accept" else one.receiver
    return ELSEWHERE.get(step, DONE[step]) if far.is_remote else DONE[step]


def _act(one: Referral, step: str, values: dict[str, Any], request: WorkerRequest) -> Any:
    if step == "revoke":  # always wins, whatever the page was made from
        return actions.revoke(one, by=request.user)
    version = values.pop("version")
    versions = None if version is None else [version]
    return ACTS[step](one, by=request.user, versions=versions, **values)


def _ask(request: WorkerRequest, one: Referral, form: StepForm, step: Step, heading: Any) -> HttpResponse:
    context = row(one) | {"form": form, "heading": heading, "step": step, "outside": one.receiver.is_outside}
    # the rules stand above every form about reaching somebody; a partner outside has done that already
    if step.name == "record_contact" and not one.receiver.is_outside:
        context |= disclosed_to(request.user, one)[0]
    return render(request, "referrals/ask.html", context, status=422 if form.is_bound else 200)
