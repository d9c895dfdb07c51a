"""The map: which room answers which path."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from casemgr.health import health
from frontend.views import passkeys

handler400 = "frontend.views.errors.bad_request"
handler403 = "frontend.views.errors.forbidden"
handler404 = "frontend.views.errors.absent"
handler429 = "frontend.views.errors.too_many"  # allauth's
handler500 = "frontend.views.errors.server_error"

# pages of the library that this product doesn't use: addresses are changed by nobody, codes aren't mailed
UNUSED = r"^accounts/(?:email/|confirm-email/|password/set/|login/code/|signup/|phone/|3rdparty/|social/)"


def absent(_request: HttpRequest) -> HttpResponse:
    """Not there. Errors: Http404."""
    raise Http404


urlpatterns = [
    path("health", health, name="health"),
    re_path(UNUSED, absent, name="account_absent"),
    path("accounts/2fa/webauthn/", passkeys.passkeys, name="mfa_list_webauthn"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    path("accounts/2fa/webauthn/keys/<int:pk>/edit/", passkeys.name, name="mfa_edit_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("referrals.partner_api.urls")),
    path("", include("referrals.federation.urls")),
    path("", include("frontend.urls")),
]
