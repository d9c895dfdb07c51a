"""The map: which room answers which path."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("referrals.partner_api.urls")),
    path("", include("frontend.urls")),
]
