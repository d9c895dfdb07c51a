"""What every page answer gets: it is stored nowhere, and a refusal becomes a page in plain words."""

from collections.abc import Callable

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .refusals import page_for, wrong_way

GetResponse = Callable[[HttpRequest], HttpResponse]


@receiver(user_logged_out, dispatch_uid="frontend.clear_browser")
def remember_sign_out(sender: object, request: HttpRequest | None, **kwargs: object) -> None:
    """Note on the request that its answer must empty the browser's stores."""
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


class PrivatePagesMiddleware:
    """No page is kept by a browser or proxy unless its view says so; signing out clears what was kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        if getattr(request, "signed_out", False):
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        return response


class RefusalMiddleware:
    """Turns the refusals of the house into pages, and redirects asked for by a fragment into whole pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return whole_page(request, wrong_way(request, response) if response.status_code == 405 else response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a refusal of the house (the API answers its own); anything else goes on."""
        return page_for(request, error)


def whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect in answer to a fragment (an ended session, a saved dialog) moves the whole page."""
    if request.headers.get("HX-Request") != "true" or not isinstance(response, HttpResponseRedirect):
        return response
    moved = HttpResponse(status=200, headers={"HX-Redirect": response["Location"]})
    moved.cookies = response.cookies
    return moved
