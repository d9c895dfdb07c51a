"""The headers of every answer, whoever gives it: a page, a redirect, a refusal, an error, a static file, the API.

What a view or another middleware said of its own stays. docs/decisions/0021 has the reasons.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import build_policy

# what a browser can measure or hand out; nothing here needs it. Passkeys are asked for by pages of ours alone
DENIED = (
    "accelerometer ambient-light-sensor attribution-reporting autoplay bluetooth browsing-topics camera "
    "clipboard-read clipboard-write compute-pressure display-capture encrypted-media fullscreen gamepad geolocation "
    "gyroscope hid identity-credentials-get idle-detection join-ad-interest-group keyboard-map local-fonts "
    "magnetometer microphone midi otp-credentials payment picture-in-picture run-ad-auction screen-wake-lock serial "
    "shared-storage storage-access sync-xhr usb web-share window-management xr-spatial-tracking"
)
OWN = "publickey-credentials-create publickey-credentials-get"
PERMISSIONS_POLICY = ", ".join([f"{name}=()" for name in DENIED.split()] + [f"{name}=(self)" for name in OWN.split()])

FIXED = {
    "Content-Security-Policy": build_policy(settings.SECURE_CSP),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-store, private",
}


class HeadersMiddleware:
    """Outermost, so that no answer misses it; an error further in is an answer by the time it comes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        return response
