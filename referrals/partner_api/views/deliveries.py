"""What became of the messages to a system's addresses."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.response import Response

from casemgr.rate_limits import spend
from referrals import actions
from referrals.models import WebhookDelivery
from referrals.partner_api import shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import KEY, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.paging import page
from referrals.partner_api.serializers import NothingIn
from referrals.partner_api.webhook_serializers import WebhookDeliveryOut, WebhookDeliveryPage

from .base import PageQuery, PartnerView, find, taken
from .webhooks import MANAGE


class DeliveryQuery(PageQuery):
    """Which deliveries."""

    state = serializers.ChoiceField(choices=WebhookDelivery.State.values, required=False)


class WebhookDeliveries(PartnerView):
    """GET /webhook-deliveries"""

    scopes = {"GET": MANAGE}
    query = DeliveryQuery

    @described(
        "list_webhook_deliveries",
        answer=WebhookDeliveryPage,
        refusals=[422],
        parameters=[DeliveryQuery],
        tag="webhooks",
    )
    def get(self, request: PartnerRequest) -> Response:
        """What was sent to your addresses, newest first; kept for 30 days."""
        asked = {"cursor": "", **self.asked(request)}
        rows = WebhookDelivery.objects.visible_to(request.user).select_related("endpoint", "event")
        if state := asked.pop("state", ""):
            rows = rows.filter(state=state)
        found, following = page(rows, **asked)
        contents = [shown.delivery(row) for row in found]
        return Response(WebhookDeliveryPage({"contents": contents, "next_cursor": following}).data)


class RedeliverWebhook(PartnerView):
    """POST /webhook-deliveries/{id}/redeliver"""

    scopes = {"POST": MANAGE}

    @described(
        "redeliver_webhook",
        body=NothingIn,
        answer=WebhookDeliveryOut,
        status=202,
        refusals=[404, 409],
        parameters=[KEY],
        tag="webhooks",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Send it again, under the same id: whoever took it already can tell."""
        return answer_once(request, lambda: self._again(request, id))

    def _again(self, request: PartnerRequest, id: str) -> Response:
        delivery = find(WebhookDelivery.objects.visible_to(request.user), id)
        taken(NothingIn, request)
        spend("webhook", by=request.user)
        again = actions.redeliver(delivery, by=request.user)
        return Response(WebhookDeliveryOut(shown.delivery(again)).data, status=202)
