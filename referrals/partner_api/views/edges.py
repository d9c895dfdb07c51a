"""The edges of the API: its description, its tokens, and everything under /api/ that isn't there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from oauth2_provider.views import TokenView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casemgr.errors import NotFound
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
        return super().dispatch(request, *args, **kwargs)
