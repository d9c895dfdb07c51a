"""Paths of administration: people, roles, the organization, the audit trail."""

from django.urls import path

from .views import factor_resets, organization, people, provider, role_requests, teams, trail, unusual, webhooks

urlpatterns = [
    path("settings/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="person_invite"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.team_add, name="team_add"),
    path("settings/teams/<uuid:team_id>/", teams.team_change, name="team_change"),
    path("settings/teams/<uuid:team_id>/end/", teams.team_end, name="team_end"),
    path("settings/roles/", people.roles, name="roles"),
    path("settings/people/<str:person_id>/", people.colleague, name="colleague"),
    path("settings/people/<str:person_id>/link/", people.new_link, name="colleague_link"),
    path("settings/people/<str:person_id>/deactivate/", people.deactivate, name="colleague_deactivate"),
    path("settings/people/<str:person_id>/factor/", factor_resets.factor_reset_ask, name="factor_reset_ask"),
    path("settings/factors/", factor_resets.factor_resets, name="factor_resets"),
    path("settings/factors/<str:reset_id>/", factor_resets.factor_reset_decide, name="factor_reset_decide"),
    path("settings/roles/<str:request_id>/", role_requests.role_decide, name="role_decide"),
    path("settings/organization/", organization.organization, name="organization"),
    path("settings/organization/rules/", organization.working_rules, name="working_rules"),
    path("settings/organization/services/", organization.services_given, name="services_given"),
    path("settings/organization/provider/", provider.provider, name="provider"),
    path("settings/organization/provider/test/", provider.provider_test, name="provider_test"),
    path("settings/organization/provider/remove/", provider.provider_remove, name="provider_remove"),
    path("settings/people/<str:person_id>/unlink/", provider.colleague_unlink, name="colleague_unlink"),
    path("settings/organization/agreement/", organization.agreement_sign, name="agreement_sign"),
    path("settings/organization/agreement/<uuid:agreement_id>/end/", organization.agreement_end, name="agreement_end"),
    path("settings/organization/systems/new/", organization.client_create, name="client_create"),
    path("settings/organization/systems/<str:client_id>/secret/", organization.client_rotate, name="client_rotate"),
    path("settings/organization/systems/<str:client_id>/end/", organization.client_end, name="client_end"),
    path("settings/organization/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/organization/webhooks/new/", webhooks.webhook_add, name="webhook_add"),
    path("settings/organization/webhooks/deliveries/", webhooks.webhook_deliveries, name="webhook_deliveries"),
    path(
        "settings/organization/webhooks/deliveries/<str:delivery_id>/again/",
        webhooks.webhook_redeliver,
        name="webhook_redeliver",
    ),
    path("settings/organization/webhooks/<str:endpoint_id>/secret/", webhooks.webhook_rotate, name="webhook_rotate"),
    path("settings/organization/webhooks/<str:endpoint_id>/test/", webhooks.webhook_test, name="webhook_test"),
    path("settings/organization/webhooks/<str:endpoint_id>/switch/", webhooks.webhook_switch, name="webhook_switch"),
    path("settings/organization/webhooks/<str:endpoint_id>/remove/", webhooks.webhook_remove, name="webhook_remove"),
    path("audit/", trail.audit_log, name="audit_log"),
    path("audit/unusual/", unusual.unusual, name="unusual"),
]
