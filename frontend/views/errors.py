"""Answers to what went wrong before a view could speak, or in it: a page in plain words, or a problem for programs.

None says what was sent. An error of ours has a reference, which the log has too. (casemgr.urls names these.)
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from casemgr.audit.origin import current_origin
from casemgr.encryption.errors import UploadTooLarge
from referrals.partner_api.problems import MEDIA_TYPE, document

PROGRAMS = ("/api/", "/oauth/")
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UploadTooLarge)
DETAILS = {
    400: ("bad_request", "The request can't be read."),
    403: ("permission_denied", "This isn't allowed."),
    404: ("not_found", "There is no such page or record, or it isn't yours to see."),
    405: ("method_not_allowed", "The method isn't known here."),
    413: ("too_large", "The body is too large."),
    414: ("address_too_long", "The address is too long."),
    415: ("unsupported_encoding", "Bodies are taken uncompressed."),
    429: ("too_many_calls", "Too many calls. Wait, then go on."),
    431: ("headers_too_large", "The headers are too large."),
    500: ("internal_error", "Something went wrong on our side. Nothing was changed."),
}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or signed in elsewhere (settings name this as CSRF_FAILURE_VIEW)."""
    return render(request, "stale.html", status=403)


def is_program(request: HttpRequest) -> bool:
    """Whether a program asked, which gets a problem instead of a page."""
    return request.path_info.startswith(PROGRAMS)


def answer(request: HttpRequest, status: int, **more: str) -> HttpResponse:
    """The page or problem of this status. It needs neither a person nor the database."""
    if is_program(request):
        code, detail = DETAILS[status]
        return JsonResponse(document(status, code, detail, **more), status=status, content_type=MEDIA_TYPE)
    template = {405: "405.html", 413: "413.html", 429: "429.html", 500: "500.html"}.get(status, "400.html")
    return HttpResponse(render_to_string(template, {"status": status} | more), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It can't be read, or is larger than anything that is sent here in earnest."""
    return answer(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused by the framework; the house's own refusals never come here."""
    return answer(request, 403) if is_program(request) else defaults.permission_denied(request, exception)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing there."""
    return answer(request, 404) if is_program(request) else defaults.page_not_found(request, exception)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many attempts to sign in (allauth counts them and asks for this)."""
    response = answer(request, 429)
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours: its kind and place are in the log under the reference, nothing of it is here."""
    return answer(request, 500, reference=current_origin().correlation_id)
