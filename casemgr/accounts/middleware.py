"""States who is asking for the length of a request, and asks for the second factor where it is due."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casemgr.accounts import devices
from casemgr.accounts.models import FactorReset, User
from casemgr.db.actor import acting_as, become

SHARED_DEVICE = "lock.shared_device"  # on the session, from the sign-in page
GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/", "/leave/", "/api/", "/oauth/", "/health", "/research/")


class ActorMiddleware:
    """The signed-in user is the actor of every transaction of the request; nobody, otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_as(None):  # looking the session up needs no actor: its tables are exempt
            user = request.user if request.user.is_authenticated else None
        with acting_as(user.as_actor() if user else None):
            return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Draw now: Django would do so after the view's transaction, where nobody is stated."""
        with transaction.atomic():
            response.render()
        return response


class DevicesMiddleware:
    """A session that was ended is nobody's from its next request on; one that just began leaves a cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            row = devices.current(request)
            if row is None:
                _send_away(request)
            else:
                devices.touch(row)
        response = self.get_response(request)
        if hasattr(request, "device_token"):
            devices.leave_cookie(request, response, lasting=not request.session.get(SHARED_DEVICE))
        return response


def _send_away(request: HttpRequest) -> None:
    """Without an entry of its own: the trail has who ended it."""
    request.session.flush()
    request.user = AnonymousUser()
    request.signed_out = True  # type: ignore[attr-defined]
    become(None)


class SecondFactorMiddleware:
    """Whoever's role asks for it sets up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        due = user.is_authenticated and user.role_data.second_factor
        if due and not request.path.startswith(OPEN_PREFIXES) and not is_mfa_enabled(user):
            _tell_of_reset(request, cast(User, user))
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def _tell_of_reset(request: HttpRequest, user: User) -> None:
    """Whose factor two colleagues took away is told by whom: it may not have been them who asked."""
    with transaction.atomic():
        rows = FactorReset.objects.filter(person=user, state=FactorReset.State.DONE)
        reset = rows.select_related("asked_by", "decided_by").order_by("-decided_at").first()
    if reset is None or reset.decided_by is None:
        return
    names = {"one": reset.asked_by.name, "other": reset.decided_by.name}
    said = _("%(one)s and %(other)s reset your second factor. If you didn't ask for it, tell another colleague now.")
    messages.warning(request, said % names)
