"""The door where slips are opened: no sign-in, no cookie, no script. One address for all, which says nothing.

Code and passcode come in the body alone. There is nothing a forged request could use (no session, and only who knows
both opens anything), so no token guards these forms, and no cookie has to be left for one. Each form works once: what a
shared computer's history sends again opens nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from casemgr import rate_limits
from casemgr.encryption.slips import is_whole
from cases.codelists.services import SERVICES
from frontend.disclosed import safety, shown
from frontend.form_once import new_mark, use_mark
from frontend.forms.carried import OpenForm, WordLeftForm
from frontend.refusals import too_often
from referrals import actions

SECONDS_SHOWN = 300
LANGUAGES = dict(settings.LANGUAGES)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def carried_open(request: HttpRequest) -> HttpResponse:
    """Two empty boxes; or, for a code with its passcode, what the person carries, for five minutes."""
    with translation.override(_language(request)):
        if request.method == "GET":
            return _page(request, "door", form=OpenForm())
        try:
            rate_limits.spend_of_address("slip", request)
            if is_whole(request.POST.get("code", "")):
                rate_limits.spend_of_all("slip_all")
        except rate_limits.TooMany as error:
            return too_often(request, _page(request, "door", form=OpenForm(), refusal=str(error)), error)
        if not use_mark(request.POST.get("once", "")):
            return _page(request, "door", 422, form=OpenForm(), used=True)
        typed = OpenForm(request.POST)
        said = typed.cleaned_data if typed.is_valid() else {"code": "", "passcode": ""}
        found = actions.open_carried(said["code"], said["passcode"])
        return _page(request, "door", 422, form=OpenForm(), refused=True) if found is None else _opened(request, found)


@csrf_exempt
@require_POST
def carried_answer(request: HttpRequest) -> HttpResponse:
    """Leave word for who gave the slip, within half an hour of opening it: a form of its own, with nobody's data."""
    with translation.override(_language(request)):
        try:
            rate_limits.spend_of_address("slip", request)
        except rate_limits.TooMany as error:
            return too_often(request, _page(request, "door", form=OpenForm(), refusal=str(error)), error)
        reply = request.POST.get("reply", "")
        form = WordLeftForm(request.POST if "words" in request.POST else None)
        if not form.is_valid():
            return _page(request, "answer", 422 if form.is_bound else 200, form=form, reply=reply)
        left = actions.answer_carried(reply, **form.cleaned_data)
        return _page(request, "left", 200 if left else 422, left=left)


def _opened(request: HttpRequest, found: actions.Opened) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "service": SERVICES.label(found.service_code),
        "fields": shown(found.fields),
        "shared_safety": safety(found.fields),
        "minutes": SECONDS_SHOWN // 60,
    }
    with timezone.override(found.zone):  # as it stands on the slip
        response = _page(request, "opened", **context)
    response["Clear-Site-Data"] = '"cache", "storage"'
    response["Refresh"] = f"{SECONDS_SHOWN}; url={reverse('carried_open')}"
    return response


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"languages": LANGUAGES, "once": new_mark()}
    response = render(request, f"carried/{name}.html", context, status=status)
    response["Clear-Site-Data"] = '"cache"'  # the page before this one may be what a slip opened
    response["Referrer-Policy"] = "no-referrer"
    return response


def _language(request: HttpRequest) -> str:
    """What was chosen on the page, else what the browser asks for; no cookie remembers it."""
    asked = request.POST.get("language") or request.GET.get("language") or ""
    return asked if asked in LANGUAGES else translation.get_language() or "en"
