"""The organization's clock and the person's language, for the length of a request."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonalMiddleware:
    """Dates in the organization's zone; the account's language until another is picked in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            speak(request, user.language)
        zone = user.organization.time_zone if user.organization else settings.TIME_ZONE
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


def speak(request: HttpRequest, language: str) -> None:
    """Answer in that language when we have it."""
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
