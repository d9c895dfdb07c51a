"""The lock: a session left alone, or locked by hand, shows nothing until the password is entered again."""

import time
from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from casemgr.accounts.middleware import SHARED_DEVICE

from .middleware import whole_page

LOCKED, SEEN, BACK, SHARED = "lock.locked", "lock.seen", "lock.back", SHARED_DEVICE
IDLE_SECONDS = 10 * 60
SHARED_DEVICE_SECONDS = 3 * 60
BLUR_SECONDS = 2 * 60
READING_POSTS = frozenset({"find", "case_reveal", "audit_log"})  # they post to keep words out of addresses
SAVING_STEP = {"refer": "send", "register": "save"}  # their other steps only look
OPEN_PREFIXES = (
    "/lock/",
    "/leave/",
    "/static/",
    "/i18n/",
    "/accounts/logout/",
    "/api/",
    "/oauth/",
    "/health",
)


def idle_seconds(session: SessionBase) -> int:
    """How long this session may be left alone: shorter on a device that others use too."""
    return SHARED_DEVICE_SECONDS if session.get(SHARED) else IDLE_SECONDS


def lock(request: HttpRequest, back: str = "") -> None:
    """Lock the session; `back` is the path to return to (taken only when it is ours)."""
    request.session[LOCKED] = True
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        request.session[BACK] = back


def unlock(request: HttpRequest) -> str:
    """Open the session again and say where the person was."""
    del request.session[LOCKED]
    request.session[SEEN] = time.time()
    return request.session.pop(BACK, "/")


class LockMiddleware:
    """A locked session reaches the lock page, the exit and nothing else.

    Left alone for too long, a session is locked by whatever is asked next. What somebody typed for longer than
    that is still saved first, but the answer is the lock page: a form sent back with errors would show the person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES) or not request.user.is_authenticated:
            return self.get_response(request)
        if request.session.get(LOCKED):
            return _lock_page(request)
        if not was_left_alone(request.session):
            touch(request.session)
            return self.get_response(request)
        if saves(request):
            return _lock_after(request, self.get_response(request))
        lock(request, request.get_full_path() if request.method == "GET" else "")
        return _lock_page(request)


def saves(request: HttpRequest) -> bool:
    """Whether this request may bring something typed; False for those that only look."""
    if request.method != "POST" or (name := _door_name(request)) in READING_POSTS:
        return False
    return name not in SAVING_STEP or request.POST.get("step") == SAVING_STEP[name]


def _door_name(request: HttpRequest) -> str:
    try:
        return (request.resolver_match or resolve(request.path_info)).url_name or ""
    except Resolver404:
        return ""


def _lock_after(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Lock once the view has saved; `answer` only says where to go on, nobody sees it."""
    if not request.user.is_authenticated:  # it ended the session
        return answer
    typed_again = request.path if answer.status_code in (409, 422) else ""
    lock(request, answer.headers.get("Location") or answer.headers.get("HX-Redirect") or typed_again)
    return _lock_page(request)


def _lock_page(request: HttpRequest) -> HttpResponse:
    return whole_page(request, redirect("lock"))


def was_left_alone(session: SessionBase) -> bool:
    """Whether nothing was asked for longer than allowed."""
    seen = session.get(SEEN)
    return seen is not None and time.time() - seen > idle_seconds(session)


def touch(session: SessionBase) -> None:
    """Remember that somebody is there, at most twice a minute so that pages seldom write."""
    if time.time() - session.get(SEEN, 0) > 30:
        session[SEEN] = time.time()
