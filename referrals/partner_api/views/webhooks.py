"""Addresses that a system is told at: each system its own."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from casemgr.rate_limits import spend
from referrals import actions
from referrals.models import WebhookEndpoint
from referrals.partner_api import shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.preconditions import etag, required_versions
from referrals.partner_api.serializers import NothingIn
from referrals.partner_api.webhook_serializers import (
    WebhookDeliveryOut,
    WebhookEndpointIn,
    WebhookEndpointOut,
    WebhookEndpointPage,
    WebhookSecretOut,
)

from .base import PartnerView, find, taken

MANAGE = ("webhook:manage",)
ONCE = ("secret", "url")  # addresses of hooks often hold a secret too


def _own(request: PartnerRequest) -> Any:
    return WebhookEndpoint.objects.visible_to(request.user)


def _with_secret(endpoint: WebhookEndpoint, secret: str, status: int) -> Response:
    body = WebhookSecretOut(shown.endpoint(endpoint) | {"secret": secret}).data
    where = {"Location": f"/api/v1/webhook-endpoints/{endpoint.public_id}"} if status == 201 else {}
    return Response(body, status=status, headers={"ETag": etag(endpoint.version), **where})


class WebhookEndpoints(PartnerView):
    """GET, POST /webhook-endpoints"""

    scopes = {"GET": MANAGE, "POST": MANAGE}

    @described("list_webhook_endpoints", answer=WebhookEndpointPage, tag="webhooks")
    def get(self, request: PartnerRequest) -> Response:
        """The addresses of your system."""
        rows = _own(request).order_by("-pk")
        return Response(WebhookEndpointPage({"contents": [shown.endpoint(row) for row in rows]}).data)

    @described(
        "add_webhook_endpoint",
        body=WebhookEndpointIn,
        answer=WebhookSecretOut,
        status=201,
        refusals=[409],
        parameters=[KEY],
        headers=["ETag", "Location"],
        tag="webhooks",
    )
    def post(self, request: PartnerRequest) -> Response:
        """Have your system told at this address. The answer holds the secret that signs."""
        return answer_once(request, lambda: self._add(request), once=ONCE)

    def _add(self, request: PartnerRequest) -> Response:
        url = taken(WebhookEndpointIn, request)["url"]
        endpoint, secret = actions.add_webhook(url=url, account=request.user, by=request.user)
        return _with_secret(endpoint, secret, 201)


class OneWebhookEndpoint(PartnerView):
    """GET, DELETE /webhook-endpoints/{id}"""

    scopes = {"GET": MANAGE, "DELETE": MANAGE}

    @described("get_webhook_endpoint", answer=WebhookEndpointOut, refusals=[404], headers=["ETag"], tag="webhooks")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One address."""
        endpoint = find(_own(request), id)
        return Response(WebhookEndpointOut(shown.endpoint(endpoint)).data, headers={"ETag": etag(endpoint.version)})

    @described(
        "remove_webhook_endpoint",
        answer=None,
        status=204,
        refusals=[404, 412, 428],
        parameters=[IF_MATCH],
        tag="webhooks",
    )
    def delete(self, request: PartnerRequest, id: str) -> Response:
        """Have nothing more sent there. Repeating it is harmless: the address is absent then."""
        versions = required_versions(request)
        actions.remove_webhook(find(_own(request), id), by=request.user, versions=versions)
        return Response(status=204)


class RotateWebhookSecret(PartnerView):
    """POST /webhook-endpoints/{id}/rotate-secret"""

    scopes = {"POST": MANAGE}

    @described(
        "rotate_webhook_secret",
        body=NothingIn,
        answer=WebhookSecretOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="webhooks",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """A new secret. For 24 hours each message is signed with both."""
        return answer_once(request, lambda: self._rotate(request, id), once=ONCE)

    def _rotate(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        endpoint = find(_own(request), id)
        taken(NothingIn, request)
        return _with_secret(*actions.rotate_webhook_secret(endpoint, by=request.user, versions=versions), 200)


class TestWebhookEndpoint(PartnerView):
    """POST /webhook-endpoints/{id}/test"""

    scopes = {"POST": MANAGE}

    @described(
        "test_webhook_endpoint",
        body=NothingIn,
        answer=WebhookDeliveryOut,
        status=202,
        refusals=[404, 409],
        parameters=[KEY],
        tag="webhooks",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Have a message of type `webhook.test` sent; the delivery tells what became of it."""
        return answer_once(request, lambda: self._test(request, id))

    def _test(self, request: PartnerRequest, id: str) -> Response:
        endpoint = find(_own(request), id)
        taken(NothingIn, request)
        spend("webhook", by=request.user)
        made = actions.try_webhook(endpoint, by=request.user)
        return Response(WebhookDeliveryOut(shown.delivery(made)).data, status=202)
