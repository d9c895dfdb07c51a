"""Find the right service: for a caller from the directory, for a person from their case. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cases.looking import look
from cases.models import Case
from frontend.finding import find, from_case
from frontend.forms.acting import posted
from frontend.forms.finding import NeedForm
from referrals.directory.querysets import READERS as READS

from .case_frame import frame
from .doors import WorkerRequest, case_of, door


@door(*READS)
def directory_find(request: WorkerRequest) -> HttpResponse:
    """For a caller: what is needed, then who gives it."""
    initial = {"country": request.user.home.country}
    return _page(request, NeedForm(posted(request), user=request.user, initial=initial))


@door("send_referral")
def case_find_service(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The same for a case, filled in from it."""
    case, user = case_of(request, case_id, "send_referral"), request.user
    look(case, by=user)
    form = NeedForm(posted(request), user=user, initial=from_case(case, user))
    return _page(request, form, case)


def _page(request: WorkerRequest, form: NeedForm, case: Case | None = None) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = frame(user, case) if case else {}
    wrong = form.is_bound and not form.is_valid()
    if form.is_bound and not wrong:
        context |= {"found": find(form.need(), user, case), "need": form.need()}
    context |= {"form": form, "may_ask": user.can("send_referral"), "keeps_partners": user.can("keep_partners")}
    return render(request, "directory/find.html", context, status=422 if wrong else 200)
