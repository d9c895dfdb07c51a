"""How often a client may call: a fixed window per client, counted in the cache of the web process.

No row is written per request: a counter in the request's own transaction would make a client's calls wait for
each other, and vanish when one fails. With several web processes and no shared cache, it holds per process.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from casemgr.audit.origin import client_address

WINDOW_SECONDS = 60


class WindowThrottle(BaseThrottle):
    """At most `CASEMGR_API_CALLS_PER_MINUTE` calls (600) per client, or per address without a client."""

    def allow_request(self, request: Request, view: Any) -> bool:
        now = int(time.time())
        self.limit = int(getattr(settings, "CASEMGR_API_CALLS_PER_MINUTE", 600))
        self.reset = WINDOW_SECONDS - now % WINDOW_SECONDS
        key = f"api-calls:{self._caller(request)}:{now // WINDOW_SECONDS}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        used = cache.incr(key)
        view.rate = self._headers(max(0, self.limit - used))
        return used <= self.limit

    def _caller(self, request: Request) -> str:
        token: Any = request.auth
        if token:
            return f"client:{token.application_id}"
        return f"address:{client_address(request) or ''}"

    def _headers(self, left: int) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"calls";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"calls";r={left};t={self.reset}',
        }

    def wait(self) -> float:
        return float(self.reset)
