"""Doors to dangerous acts: the person has just said again who they are, in this session."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from .doors import WorkerRequest

View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """Ask for the password or second factor unless that happened in the last minutes.

    The library's own decorator would keep what was posted in the session until then; a passphrase must not lie there.
    """

    @wraps(view)
    def checked(request: WorkerRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not did_recently_reauthenticate(request):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return checked
