"""The edges of the API: its description, its tokens, and everything under /api/ that isn't there."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from oauth2_provider.views import TokenView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casemgr import refused
from casemgr.accounts.models import PartnerClient
from casemgr.errors import NotFound
from referrals.partner_api.describe import SANDBOX
from referrals.partner_api.permissions import Anyone
from referrals.partner_api.throttling import WindowThrottle


class Schema(SpectacularJSONAPIView):
    """GET /api/v1/schema/: this API as OpenAPI 3.1."""

    authentication_classes: list[Any] = []
    permission_classes = [Anyone]


class Absent(APIView):
    """Whatever else is asked for under /api/ is absent, with the same bytes as everywhere."""

    authentication_classes: list[Any] = []
    permission_classes = [Anyone]

    @extend_schema(exclude=True)
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound()

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        raise NotFound()


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """POST /oauth/token: client credentials only, and not more often than an address should need it."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = WindowThrottle()
        request.auth = None  # type: ignore[attr-defined]
        if not throttle.allow_request(request, self):  # type: ignore[arg-type]
            wait = {"Retry-After": str(int(throttle.wait()) + 1)}
            return JsonResponse({"error": "slow_down"}, status=429, headers=wait)
        if request.POST.get("grant_type") not in (None, "client_credentials"):
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        reply = super().dispatch(request, *args, **kwargs)
        known = PartnerClient.objects.filter(client_id=_named(request))
        tried = known.values_list("organization_id", "organization__practice_of_id").first()
        if reply.status_code == 401:
            refused.note("POST oauth/token", 401, by=None, organization_id=tried[0] if tried else None)
        if tried and tried[1]:
            reply[SANDBOX] = "true"
        return reply


def _named(request: HttpRequest) -> str:
    """The client that a request for a token names, in its body or in its header (RFC 6749, 2.3.1)."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", "")
    try:
        return unquote_plus(base64.b64decode(given, validate=True).decode().partition(":")[0])
    except ValueError:
        return ""
