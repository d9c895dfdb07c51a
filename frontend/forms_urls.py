"""Paths of questionnaires and assessments."""

from django.urls import path

from .casework_urls import CASE
from .views import assessment_fill, assessments, questionnaires

LIST = f"{CASE}assessments/"
BEGUN = f"{LIST}begun/<str:begun_id>/"

urlpatterns = [
    path("forms/", questionnaires.questionnaires, name="questionnaires"),
    path("forms/new/", questionnaires.questionnaire_add, name="questionnaire_add"),
    path("forms/take/<slug:code>/", questionnaires.questionnaire_take, name="questionnaire_take"),
    path("forms/<str:form_id>/", questionnaires.questionnaire, name="questionnaire"),
    path("forms/<str:form_id>/paper/", questionnaires.questionnaire_paper, name="questionnaire_paper"),
    path("forms/<str:form_id>/switch/", questionnaires.questionnaire_switch, name="questionnaire_switch"),
    path(LIST, assessments.case_assessments, name="case_assessments"),
    path(f"{LIST}begin/<str:form_id>/", assessments.assessment_begin, name="assessment_begin"),
    path(f"{BEGUN}<int:number>/", assessment_fill.assessment_fill, name="assessment_fill"),
    path(f"{BEGUN}finish/", assessment_fill.assessment_finish, name="assessment_finish"),
    path(f"{BEGUN}drop/", assessment_fill.assessment_drop, name="assessment_drop"),
    path(f"{LIST}<str:assessment_id>/", assessments.assessment, name="assessment"),
    path(f"{LIST}<str:assessment_id>/amend/", assessments.assessment_amend, name="assessment_amend"),
    path(f"{LIST}<str:assessment_id>/review/", assessments.assessment_review, name="assessment_review"),
    path(
        f"{LIST}<str:assessment_id>/beside/<str:other_id>/", assessments.assessment_compare, name="assessment_compare"
    ),
]
