"""Where people say without a name how they were helped: no sign-in, no cookie, no script.

Nothing a forged request could use is here, so no token guards the form; each form works once. The address names an
organization and nobody of it; any other code gets the same answer as a closed one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from casemgr import rate_limits
from cases.actions import leave_feedback
from cases.actions.feedback import feedback_home, may_write
from frontend.form_once import new_mark, use_mark
from frontend.forms.feedback import SayForm

LANGUAGES = dict(settings.LANGUAGES)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def feedback_say(request: HttpRequest, say: str) -> HttpResponse:
    """Five questions and room for words, in the language that was chosen on the page."""
    with translation.override(_language(request)):
        home = feedback_home(say)
        if home is None:
            return _page(request, "closed", 404)
        form = SayForm(request.POST if request.method == "POST" else None, may_write=may_write(home))
        if request.method == "GET":
            return _page(request, "say", form=form)
        try:
            rate_limits.spend_of_address("feedback", request)
            rate_limits.spend_of_all("feedback_all")
        except rate_limits.TooMany as error:
            answer = _page(request, "say", error.status, form=form, refusal=str(error))
            answer["Retry-After"] = str(error.use.seconds_left)
            return answer  # without an entry in the trail: it would tell when, and from where
        if not form.is_valid():
            return _page(request, "say", 422, form=form)
        if not use_mark(request.POST.get("once", "")):
            return _page(request, "say", 422, form=form, used=True)
        said = form.cleaned_data
        leave_feedback(say, answers=form.answers(), words=said.get("words", ""), harm=said.get("harm", False))
        return _page(request, "thanks")


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"languages": LANGUAGES, "once": new_mark(), "at": request.path}
    response = render(request, f"feedback/{name}.html", context, status=status)
    response["Clear-Site-Data"] = '"cache"'
    response["Referrer-Policy"] = "no-referrer"
    return response


def _language(request: HttpRequest) -> str:
    """What was chosen on the page, else what the browser asks for; no cookie remembers it."""
    asked = request.POST.get("language") or request.GET.get("language") or ""
    return asked if asked in LANGUAGES else translation.get_language() or "en"
