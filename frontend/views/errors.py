"""Pages for what went wrong before a view could speak."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or signed in elsewhere (settings name this as CSRF_FAILURE_VIEW)."""
    return render(request, "stale.html", status=403)
