"""Paths of what people ask about their own record, of holds, and of how long records are kept."""

from django.urls import path

from .views import closing, copies, deletions, holds, log_holds, retention, right_steps, rights

CASE = "cases/<str:case_id>/rights/"
ONE = "rights/<str:right_id>/"
LOG = "rights/keeping/<slug:log_kind>/<str:log_id>/"

urlpatterns = [
    path(CASE, rights.case_rights, name="case_rights"),
    path(f"{CASE}hold/", holds.hold_place, name="hold_place"),
    path(f"{CASE}new/<slug:right_kind>/", rights.right_ask, name="right_ask"),
    path("rights/", rights.rights, name="rights"),
    path("rights/keeping/", retention.retention, name="retention"),
    path(f"{LOG}hold/", log_holds.log_hold, name="log_hold"),
    path("rights/keeping/holds/<str:log_hold_id>/lift/", log_holds.log_hold_lift, name="log_hold_lift"),
    path("rights/closing/", closing.closing, name="closing"),
    path(ONE, rights.right, name="right"),
    path(f"{ONE}check/", right_steps.right_check, name="right_check"),
    path(f"{ONE}answer/", right_steps.right_answer, name="right_answer"),
    path(f"{ONE}refuse/", right_steps.right_refuse, name="right_refuse"),
    path(f"{ONE}copy/", copies.right_copy, name="right_copy"),
    path(f"{ONE}approve/", right_steps.right_approve, name="right_approve"),
    path(f"{ONE}hold/", holds.right_hold, name="right_hold"),
    path(f"{ONE}asked/<str:deletion_id>/", deletions.deletion_asked, name="deletion_asked"),
    path(f"{ONE}answered/<str:deletion_id>/", deletions.deletion_answered, name="deletion_answered"),
    path(f"{ONE}<slug:right_event>/", right_steps.right_step, name="right_step"),
    path("holds/<str:hold_id>/lift/", holds.hold_lift, name="hold_lift"),
    path("settings/organization/keeping/", retention.keeping, name="keeping"),
]
