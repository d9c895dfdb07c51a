"""The paths of the partner API."""

from django.urls import path, re_path

from .openapi import TOKEN_URL
from .views.attachments import AttachmentFile, Attachments
from .views.commands import COMMANDS
from .views.consents import Consents, RevokeConsent
from .views.deliveries import RedeliverWebhook, WebhookDeliveries
from .views.directory import (
    OneOrganization,
    OneService,
    OneServiceAtLocation,
    OneTaxonomy,
    OneTaxonomyTerm,
    Organizations,
    Services,
    ServicesAtLocations,
    Taxonomies,
    TaxonomyTerms,
)
from .views.directory_imports import DirectoryImports
from .views.edges import Absent, Schema, Token
from .views.enquiries import AnswerEnquiry, Enquiries, OneEnquiry, WithdrawEnquiry
from .views.feed import Events
from .views.notices import Notices, OneNotice, WithdrawNotice
from .views.referrals import OneReferral, ReferralDisclosure, ReferralEvents, Referrals
from .views.sandbox import Sandbox, SandboxEnquiries, SandboxOffers, SandboxPassTime, SandboxStartOver
from .views.talk import HandOffAnswer, HandOffResultOf, HandOffs, Messages
from .views.webhooks import (
    OneWebhookEndpoint,
    RotateWebhookSecret,
    TestWebhookEndpoint,
    WebhookEndpoints,
)

urlpatterns = [
    path(TOKEN_URL.lstrip("/"), Token.as_view(), name="oauth_token"),
    path("api/v1/schema/", Schema.as_view(), name="api_schema"),
    path("api/v1/directory/organizations", Organizations.as_view()),
    path("api/v1/directory/organizations/<str:id>", OneOrganization.as_view()),
    path("api/v1/directory/services", Services.as_view()),
    path("api/v1/directory/services/<str:id>", OneService.as_view()),
    path("api/v1/directory/service_at_locations", ServicesAtLocations.as_view()),
    path("api/v1/directory/service_at_locations/<str:id>", OneServiceAtLocation.as_view()),
    path("api/v1/directory/taxonomies", Taxonomies.as_view()),
    path("api/v1/directory/taxonomies/<str:id>", OneTaxonomy.as_view()),
    path("api/v1/directory/taxonomy_terms", TaxonomyTerms.as_view()),
    path("api/v1/directory/taxonomy_terms/<str:id>", OneTaxonomyTerm.as_view()),
    path("api/v1/directory/imports", DirectoryImports.as_view()),
    path("api/v1/consents", Consents.as_view()),
    path("api/v1/consents/<str:id>/revoke", RevokeConsent.as_view()),
    path("api/v1/referrals", Referrals.as_view()),
    path("api/v1/referrals/<str:id>", OneReferral.as_view()),
    path("api/v1/referrals/<str:id>/disclosure", ReferralDisclosure.as_view()),
    path("api/v1/referrals/<str:id>/events", ReferralEvents.as_view()),
    path("api/v1/referrals/<str:id>/attachments", Attachments.as_view()),
    path("api/v1/attachments/<str:id>", AttachmentFile.as_view()),
    path("api/v1/referrals/<str:id>/messages", Messages.as_view()),
    path("api/v1/referrals/<str:id>/handoffs", HandOffs.as_view()),
    path("api/v1/handoffs/<str:id>/answer", HandOffAnswer.as_view()),
    path("api/v1/handoffs/<str:id>/result", HandOffResultOf.as_view()),
    *(path(f"api/v1/referrals/<str:id>/{name}", view.as_view()) for name, view in COMMANDS.items()),
    path("api/v1/statutory-notices", Notices.as_view()),
    path("api/v1/statutory-notices/<str:id>", OneNotice.as_view()),
    path("api/v1/statutory-notices/<str:id>/withdraw", WithdrawNotice.as_view()),
    path("api/v1/enquiries", Enquiries.as_view()),
    path("api/v1/enquiries/<str:id>", OneEnquiry.as_view()),
    path("api/v1/enquiries/<str:id>/answer", AnswerEnquiry.as_view()),
    path("api/v1/enquiries/<str:id>/withdraw", WithdrawEnquiry.as_view()),
    path("api/v1/events", Events.as_view()),
    path("api/v1/webhook-endpoints", WebhookEndpoints.as_view()),
    path("api/v1/webhook-endpoints/<str:id>", OneWebhookEndpoint.as_view()),
    path("api/v1/webhook-endpoints/<str:id>/test", TestWebhookEndpoint.as_view()),
    path("api/v1/webhook-endpoints/<str:id>/rotate-secret", RotateWebhookSecret.as_view()),
    path("api/v1/webhook-deliveries", WebhookDeliveries.as_view()),
    path("api/v1/webhook-deliveries/<str:id>/redeliver", RedeliverWebhook.as_view()),
    path("api/v1/sandbox", Sandbox.as_view()),
    path("api/v1/sandbox/offers", SandboxOffers.as_view()),
    path("api/v1/sandbox/enquiries", SandboxEnquiries.as_view()),
    path("api/v1/sandbox/referrals/<str:id>/pass-time", SandboxPassTime.as_view()),
    path("api/v1/sandbox/start-over", SandboxStartOver.as_view()),
    re_path(r"^api/", Absent.as_view(), name="api_absent"),
]
