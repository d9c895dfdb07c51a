"""Paths of administration: people, roles, the organization, the audit trail."""

from django.urls import path

from .views import organization, people, trail

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="person_invite"),
    path("people/roles/", people.roles, name="roles"),
    path("people/<str:person_id>/", people.colleague, name="colleague"),
    path("people/<str:person_id>/link/", people.new_link, name="colleague_link"),
    path("people/<str:person_id>/deactivate/", people.deactivate, name="colleague_deactivate"),
    path("organization/", organization.organization, name="organization"),
    path("organization/agreement/", organization.agreement_sign, name="agreement_sign"),
    path("organization/agreement/<uuid:agreement_id>/end/", organization.agreement_end, name="agreement_end"),
    path("organization/systems/new/", organization.client_create, name="client_create"),
    path("audit/", trail.audit_log, name="audit_log"),
]
