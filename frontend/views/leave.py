"""Quick exit: out at once, and nothing left in the browser."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

CLEAR_EVERYTHING = '"cache", "cookies", "storage"'


@csrf_exempt  # a stale token must never keep somebody signed in who is in danger; signing out harms nobody
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, empty the browser's stores and go on to a neutral site.

    A page of ours with a refresh and a link: `form-action 'self'` forbids a POST that redirects elsewhere.
    """
    response = render(request, "leave.html", {"exit_url": settings.CASEMGR_EXIT_URL})
    if request.method == "POST":
        logout(request)
        response["Clear-Site-Data"] = CLEAR_EVERYTHING
    return response
