"""What people said without a name: counts with small groups withheld, words shuffled once there are enough."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import hand_to_complaints, take_word_on
from cases.feedback import AT_LEAST, told, weeks_over
from cases.models import Answer, ComplaintStep, FeedbackCount, FeedbackWord, Question
from frontend.forms.feedback import WordStepForm

from .doors import WorkerRequest, door

READ = ("approve", "handle_complaints")
MONTHS = 12


@door(*READ, methods=("GET",))
def feedback(request: WorkerRequest) -> HttpResponse:
    """One month, `month` in the address as YYYY-MM: of its weeks those that are over."""
    user, day = request.user, today(request.user.home)
    months = _months(day)
    first = next((one for one in months if f"{one:%Y-%m}" == request.GET.get("month")), months[0])
    weeks = weeks_over(first, day)
    total, counts = told(FeedbackCount.objects.visible_to(user).of_weeks(*weeks))
    words = list(FeedbackWord.objects.visible_to(user).filter(harm=False).of_weeks(*weeks))
    shown = words if len(words) >= AT_LEAST else []
    secrets.SystemRandom().shuffle(shown)
    trail.record(events.FEEDBACK_READ, by=user, facts={"month": f"{first:%Y-%m}", "words": len(shown)})
    context = {
        "months": months,
        "first": first,
        "total": total,
        "answers": Answer.labels,
        "rows": [(Question(one.question).label, [one.counts[answer] for answer in Answer.values]) for one in counts],
        "words": shown,
        "at_least": AT_LEAST,
        "receives": user.can("handle_complaints"),
    }
    return render(request, "feedback/read.html", context)


@door("handle_complaints", methods=("GET",))
def feedback_harm(request: WorkerRequest) -> HttpResponse:
    """Words about harm by staff, each by itself and at once, for whoever receives complaints."""
    found = FeedbackWord.objects.visible_to(request.user).filter(harm=True).order_by("-week", "id")[:200]
    trail.read(events.FEEDBACK_READ, by=request.user, subjects=found)
    rows = [(one, one.step in ComplaintStep.SETTLED) for one in found]
    return render(request, "feedback/harm.html", {"rows": rows, "kinds": ComplaintStep.Kind.choices})


@door(*READ, methods=("POST",))
def feedback_hand(request: WorkerRequest, word_id: str) -> HttpResponse:
    """A word speaks of harm by staff: hand it over."""
    hand_to_complaints(_word(request, word_id), by=request.user)
    messages.success(request, _("Handed over to whoever receives complaints."))
    return redirect("feedback")


@door("handle_complaints", methods=("POST",))
def feedback_step(request: WorkerRequest, left_id: str) -> HttpResponse:
    """Write down what was done."""
    word = _word(request, left_id)
    form = WordStepForm(request.POST)
    if form.does(lambda values: take_word_on(word, kind=values["kind"], by=request.user)):
        messages.success(request, _("Written down."))
    else:
        messages.error(request, _("Choose what was done."))
    return redirect("feedback_harm")


def _word(request: WorkerRequest, word_id: str) -> FeedbackWord:
    word = FeedbackWord.objects.visible_to(request.user).filter(public_id=word_id).first()
    if word is None:
        raise NotFound()
    return word


def _months(day: datetime.date) -> list[Any]:
    """The first days of this month and of those before it."""
    found = [day.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - datetime.timedelta(days=1)).replace(day=1))
    return found
