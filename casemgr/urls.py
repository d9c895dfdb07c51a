"""The map: which room answers which path."""

from django.urls import include, path

from casemgr.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("referrals.partner_api.urls")),
    path("", include("frontend.urls")),
]
