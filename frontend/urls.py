"""Paths of the web room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from casemgr.routing import as_tree

from .views import account, design, language, leave, lock, organization_sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("frontend.files_urls")),
    path("", include("frontend.casework_urls")),
    path("", include("frontend.rights_urls")),
    path("", include("frontend.forms_urls")),
    path("", include("frontend.shelter_urls")),
    path("", include("frontend.crisis_urls")),
    path("", include("frontend.referral_urls")),
    path("", include("frontend.directory_urls")),
    path("", include("frontend.admin_urls")),
    path("", include("frontend.statistics_urls")),
    path("", include("frontend.legal_urls")),
    path("", include("frontend.reports_urls")),
    path("", include("frontend.stats_urls")),
    path("sign-in/", organization_sign_in.provider_start, name="provider_start"),
    path("sign-in/refused/", organization_sign_in.provider_refused, name="provider_refused"),
    path("sign-in/<str:organization_id>/back/", organization_sign_in.provider_back, name="provider_back"),
    path("", include("frontend.hotline_urls")),
    path("", include("frontend.key_urls")),
    path("account/", account.own_account, name="own_account"),
    path("account/sessions/end/", account.own_sessions_end, name="own_sessions_end"),
    path("account/sessions/<str:session_id>/end/", account.own_session_end, name="own_session_end"),
    path("leave/", leave.leave, name="leave"),
    path("lock/", lock.lock_page, name="lock"),
    path("lock/now/", lock.lock_now, name="lock_now"),
    path("lock/awake/", lock.awake, name="lock_awake"),
    path("language/", language.choose, name="choose_language"),
]
if settings.CASEMGR_DEMO or settings.DEBUG:
    urlpatterns += [
        path("design/", design.guide, name="design"),
        path("design/case/", design.case, name="design_case"),
        path("design/list/", design.case_list, name="design_list"),
        path("design/form/", design.form, name="design_form"),
    ]
urlpatterns = as_tree(urlpatterns)
