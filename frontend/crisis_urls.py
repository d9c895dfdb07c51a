"""Paths of hard hours: crisis plans, health facts, returns, people gone, staff safety."""

from django.urls import path

from .views import crisis, returns, staff, whereabouts

CASE = "cases/<str:case_id>/"

urlpatterns = [
    path(f"{CASE}crisis/", crisis.case_crisis, name="case_crisis"),
    path(f"{CASE}crisis/check/", crisis.crisis_check, name="crisis_check"),
    path(f"{CASE}crisis/plan/", crisis.crisis_plan_write, name="crisis_plan_write"),
    path(f"{CASE}health/few/", crisis.health_facts, name="health_facts"),
    path(f"{CASE}health/few/new/", crisis.health_fact_add, name="health_fact_add"),
    path(f"{CASE}health/few/<str:fact_id>/end/", crisis.health_fact_end, name="health_fact_end"),
    path(f"{CASE}return/", returns.case_return, name="case_return"),
    path(f"{CASE}return/new/", returns.return_consider, name="return_consider"),
    path(f"{CASE}return/danger/", returns.return_assess, name="return_assess"),
    path(f"{CASE}return/danger/<str:risk_id>/approve/", returns.return_approve, name="return_approve"),
    path(f"{CASE}return/embassy/", returns.return_embassy, name="return_embassy"),
    path(f"{CASE}return/<slug:return_event>/", returns.return_step, name="return_step"),
    path(f"{CASE}gone/", whereabouts.case_gone, name="case_gone"),
    path(f"{CASE}gone/new/", whereabouts.gone_mark, name="gone_mark"),
    path(f"{CASE}gone/kin/new/", whereabouts.kin_add, name="kin_add"),
    path(f"{CASE}gone/kin/<str:kin_id>/end/", whereabouts.kin_end, name="kin_end"),
    path(f"{CASE}gone/<str:gone_id>/confirm/", whereabouts.gone_confirm, name="gone_confirm"),
    path(f"{CASE}gone/<str:gone_id>/end/", whereabouts.gone_end, name="gone_end"),
    path("staff/", staff.staff_safety, name="staff_safety"),
    path("staff/visits/new/", staff.visit_start, name="visit_start"),
    path("staff/visits/<str:visit_id>/", staff.visit_one, name="visit_one"),
    path("staff/visits/<str:visit_id>/back/", staff.visit_back, name="visit_back"),
    path("staff/threats/new/", staff.threat_add, name="threat_add"),
    path("staff/care/", staff.staff_care, name="staff_care"),
]
