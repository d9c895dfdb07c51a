"""What no honest browser or program sends is turned away before anything is looked up for it."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from .views.errors import answer

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LONGEST_PATH = 1000  # ours are under 120 characters
LONGEST_QUERY = 6000  # an identity provider may send a long code back
MOST_HEADERS = 16_000  # characters; a browser sends about 1,500, a signed token of a program about as many
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
GetResponse = Callable[[HttpRequest], HttpResponse]


def refusal(request: HttpRequest) -> int | None:
    """The status with which this request is turned away by its first line and headers alone; None lets it in."""
    query = request.META.get("QUERY_STRING", "")
    if request.method not in METHODS:
        return 405
    if len(request.path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return 414
    if sum(len(str(value)) for name, value in request.META.items() if name.startswith("HTTP_")) > MOST_HEADERS:
        return 431
    if CONTROL.search(request.path) or CONTROL.search(unquote(query)):
        return 400
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("", "identity"):
        return 415  # a small body that unpacks to a huge one
    return None


class GateMiddleware:
    """Looks at the first line and the headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = refusal(request)
        if status is None:
            return self.get_response(request)
        refused = answer(request, status)
        if status == 405:
            refused["Allow"] = ", ".join(sorted(METHODS))  # RFC 9110, section 15.5.6
        return refused


class FormMiddleware:
    """Looks at a form: PostgreSQL takes no NUL, and a view may ask it before a form has checked the words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        """Errors: BadRequest."""
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            lists = request.POST.lists()
            if any("\0" in word for name, words in lists for word in (name, *words)):
                raise BadRequest("a form holds a NUL")
