"""Paths of casework. Only random public ids stand in them, never a name or a number of a case."""

from django.urls import path

from .views import (
    cases,
    cases_change,
    cases_one,
    consents,
    experience,
    find,
    notes,
    person,
    register,
    services,
    tasks,
    today,
)

CASE = "cases/<str:case_id>/"

urlpatterns = [
    path("", today.today, name="today"),
    path("find/", find.find, name="find"),
    path("register/", register.register, name="register"),
    path("cases/", cases.case_list, name="cases"),
    path(CASE, cases_one.case, name="case"),
    path(f"{CASE}reveal/<slug:field>/", cases_one.case_reveal, name="case_reveal"),
    path(f"{CASE}history/", cases_one.case_history, name="case_history"),
    path(f"{CASE}change/", cases_change.case_change, name="case_change"),
    path(f"{CASE}access/", cases_change.case_access, name="case_access"),
    path(f"{CASE}access/assign/", cases_change.case_assign, name="case_assign"),
    path(f"{CASE}access/name/", cases_change.case_grant, name="case_grant"),
    path(f"{CASE}access/name/<str:user_id>/end/", cases_change.case_end_grant, name="case_end_grant"),
    path(f"{CASE}access/restrict/", cases_change.case_restrict, name="case_restrict"),
    path(f"{CASE}person/", person.person_change, name="person_change"),
    path(f"{CASE}safe-contact/", person.safe_contact_change, name="safe_contact_change"),
    path(f"{CASE}services/", services.case_services, name="case_services"),
    path(f"{CASE}services/new/", services.service_add, name="service_add"),
    path(f"{CASE}notes/", notes.case_notes, name="case_notes"),
    path(f"{CASE}notes/new/", notes.note_add, name="note_add"),
    path(f"{CASE}notes/<str:note_id>/amend/", notes.note_amend, name="note_amend"),
    path(f"{CASE}plan/", tasks.case_plan, name="case_plan"),
    path(f"{CASE}plan/new/", tasks.task_add, name="task_add"),
    path(f"{CASE}plan/<str:task_id>/done/", tasks.task_done, name="task_done"),
    path(f"{CASE}plan/<str:task_id>/undo/", tasks.task_undo, name="task_undo"),
    path(f"{CASE}consents/", consents.case_consents, name="case_consents"),
    path(f"{CASE}consents/never-share/", consents.never_share_add, name="never_share_add"),
    path(f"{CASE}consents/new/<slug:purpose>/", consents.consent_add, name="consent_add"),
    path(f"{CASE}consents/<str:consent_id>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path(f"{CASE}experience/", experience.case_experience, name="case_experience"),
    path(f"{CASE}experience/new/", experience.experience_add, name="experience_add"),
    path(f"{CASE}experience/<int:number>/", experience.experience_change, name="experience_change"),
]
