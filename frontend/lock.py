"""The lock: a session left alone, or locked by hand, shows nothing until the password is entered again."""

import time
from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

LOCKED, SEEN, BACK, SHARED = "lock.locked", "lock.seen", "lock.back", "lock.shared_device"
IDLE_SECONDS = 10 * 60
SHARED_DEVICE_SECONDS = 3 * 60
BLUR_SECONDS = 2 * 60
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

    Time alone locks on reading only: what somebody typed for longer than that is still saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES) or not request.user.is_authenticated:
            return self.get_response(request)
        if not request.session.get(LOCKED) and request.method == "GET" and was_left_alone(request.session):
            lock(request, request.get_full_path())
        if request.session.get(LOCKED):
            return redirect("lock")
        touch(request.session)
        return self.get_response(request)


def was_left_alone(session: SessionBase) -> bool:
    """Whether nothing was asked for longer than allowed."""
    seen = session.get(SEEN)
    return seen is not None and time.time() - seen > idle_seconds(session)


def touch(session: SessionBase) -> None:
    """Remember that somebody is there, at most twice a minute so that pages seldom write."""
    if time.time() - session.get(SEEN, 0) > 30:
        session[SEEN] = time.time()
