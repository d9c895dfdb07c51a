"""Dangerous acts ask again who is there, when it wasn't said within ten minutes. What was typed is kept and goes on.

Which doors these are stands here as data (docs/operate.md tells them). What was posted waits sealed in the session, for
this address alone; after the password or second factor was given the act is done with it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from casemgr.encryption.secrets import open_secret, seal_secret

SECONDS = 600
MOST = 100_000  # what is kept of a form; larger ones are asked for again
WAITING = "step_up.waiting"
GO_ON = "go_on"  # only the way back from being asked carries it: opening the page later does nothing
PURPOSE = "a form that waits for step-up"
FRESH = frozenset(
    # cases leave, disappear, or are hidden
    "cases_export case_summary report_exact htcds_export case_log case_restrict case_merge merge_undo "
    "notice_decide notice_destroy "
    "right_copy right_approve retention keeping hold_lift "
    # who may do what
    "person_invite colleague colleague_link colleague_deactivate team_add team_change team_end working_rules "
    "factor_reset_ask factor_resets factor_reset_decide role_decide "
    # other systems, statistics
    "provider provider_remove colleague_unlink client_create client_rotate client_end agreement_sign agreement_end "
    "practice_move webhook_add webhook_rotate release_act release_stop "
    "exchange_invite exchange_answer exchange_one exchange_act outside_add outside_add_from outside_change "
    "outside_act carried_links "
    # the trail
    "audit_log unusual".split()
)
GetResponse = Callable[[HttpRequest], HttpResponse]


def is_recent(request: HttpRequest) -> bool:
    """Whether this session's person said within ten minutes who they are."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - max(record["at"] for record in records) < SECONDS


class StepUpMiddleware:
    """Sends whoever comes to one of these doors too late to say again who they are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponseRedirect | None:
        """Ask, or give back what waits for this address."""
        match = request.resolver_match
        if match is None or match.url_name not in FRESH or not request.user.is_authenticated:
            return None
        if not is_recent(request):
            back = request.path + _keep(request)
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
        _go_on(request)
        return None


def _keep(request: HttpRequest) -> str:
    """Keep what was posted and say what the way back must carry; nothing when there is nothing to keep."""
    request.session.pop(WAITING, None)
    posted = request.POST.urlencode() if request.method == "POST" else ""
    if not posted or len(posted) > MOST:
        return ""
    token, sealed = secrets.token_urlsafe(16), seal_secret(posted, purpose=_purpose(request))
    request.session[WAITING] = {"path": request.path, "posted": sealed, "token": token, "at": time.time()}
    return f"?{urlencode({GO_ON: token})}"


def _go_on(request: HttpRequest) -> None:
    """Whoever comes back from being asked, soon, goes on with their form; any other visit forgets it."""
    waiting: dict[str, Any] | None = request.session.pop(WAITING, None)
    if request.method != "GET" or not waiting or waiting["path"] != request.path:
        return
    asked_back = secrets.compare_digest(request.GET.get(GO_ON, "").encode(), waiting["token"].encode())
    if asked_back and time.time() - waiting["at"] < SECONDS:
        request.method = "POST"
        request.POST = QueryDict(open_secret(waiting["posted"], purpose=_purpose(request)))


def _purpose(request: HttpRequest) -> str:
    return f"{PURPOSE}:{request.user.pk}:{request.path}"
