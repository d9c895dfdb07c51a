"""How often a client may call, told in the headers of each answer (casemgr.rate_limits counts).

No row is written per request: a counter in the request's own transaction would make a client's calls wait for
each other, and vanish when one fails.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from casemgr import rate_limits
from casemgr.audit.origin import client_address


class WindowThrottle(BaseThrottle):
    """At most `CASEMGR_API_CALLS_PER_MINUTE` calls (600) per client, or per address without a client."""

    def allow_request(self, request: Request, view: Any) -> bool:
        most = getattr(settings, "CASEMGR_API_CALLS_PER_MINUTE", None)
        self.use = rate_limits.count("api", self._caller(request), most=most)
        view.rate, view.first_over = self._headers(), self.use.first_over
        return not self.use.over

    def _caller(self, request: Request) -> str:
        token: Any = request.auth
        if token:
            return f"client:{token.application_id}"
        return rate_limits.of_address(client_address(request))

    def _headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"calls";q={self.use.limit.most};w={self.use.limit.seconds}',
            "RateLimit": f'"calls";r={self.use.left};t={self.use.seconds_left}',
        }

    def wait(self) -> float:
        return float(self.use.seconds_left)
