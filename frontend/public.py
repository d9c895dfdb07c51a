"""Public pages: whoever asks gets the same answer, so that every cache may keep it (docs/decisions/0032).

No cookie is read and none is set; who is signed in doesn't matter. The language stands in the address
(/research/ar/…), or is the browser's own where it doesn't.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.views.decorators.http import etag, require_safe

from casemgr import rate_limits

PREFIX = "/research/"
#: a withdrawn release is gone from caches within six minutes; while our server is down, within an hour
KEPT = "public, max-age=300, stale-while-revalidate=60, stale-if-error=3600"
ROOT = Path(__file__).parent.parent
MADE_OF = ("frontend/**/*.py", "frontend/templates/**/*.html", "frontend/templates/**/*.xml",
           "frontend/locale/*/LC_MESSAGES/*.po", "frontend/static/case.css", "frontend/static/vendor/manifest.json",
           "anonymized_exports/**/*.py", "cases/codelists/*.py")  # fmt: skip


class PublicMiddleware:
    """Takes cookies from a request for a public page, and what depends on them from its answer.

    A language in the address is the language asked for, and the rest of the address is looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        request.META.pop("HTTP_COOKIE", None)
        spoken = _take_language(request)
        with override(get_language()):  # the language of the address ends with its answer
            response = self.get_response(request)
        response.cookies.clear()
        vary = [name for name in _vary(response) if name.lower() not in _needless(spoken)]
        del response["Vary"]
        patch_vary_headers(response, vary)
        return response


def _take_language(request: HttpRequest) -> str:
    """The language in the address, if any; the request goes on as if the browser preferred it."""
    first, _slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
    spoken = first if first in dict(settings.LANGUAGES) else ""
    if spoken:
        request.path_info = PREFIX + rest
        request.META["HTTP_ACCEPT_LANGUAGE"] = spoken
    request.spoken = spoken  # type: ignore[attr-defined]
    return spoken


def _vary(response: HttpResponse) -> list[str]:
    return [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]


def _needless(spoken: str) -> set[str]:
    return {"cookie", "accept-language"} if spoken else {"cookie"}


def public(*of: Callable[..., str]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for everybody: kept by caches, not asked for more often than an address likes.

    `of` says, from the view's arguments, what the page shows: while that and the page itself stay, so does its ETag.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def state(request: HttpRequest, *args: object, **kwargs: object) -> str:
            shown = [one(**kwargs) for one in of]
            words = [edition(), str(get_language()), request.get_full_path(), request.get_host(), *shown]
            return '"' + hashlib.sha256("\n".join(words).encode()).hexdigest()[:32] + '"'

        @wraps(view)
        def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            rate_limits.spend_of_address("public", request)
            response = etag(state)(view)(request, *args, **kwargs)
            if response.status_code < 400:
                response["Cache-Control"] = KEPT
            return response

        return require_safe(kept)

    return decorate


@cache
def edition() -> str:
    """What public pages are made of, as one word: another on every change of them, the same on every node."""
    made = hashlib.sha256()
    for path in _parts():
        made.update(path.read_bytes())
    return made.hexdigest()


def _parts() -> Iterator[Path]:
    for pattern in MADE_OF:
        yield from sorted(ROOT.glob(pattern))
