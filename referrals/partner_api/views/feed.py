"""The feed of events, for systems that ask instead of being told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from casemgr.audit import events, trail
from referrals.models import WebhookEvent
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import described
from referrals.partner_api.paging import DEFAULT_LIMIT, HIGHEST_LIMIT
from referrals.partner_api.problems import Problem
from referrals.partner_api.webhook_serializers import FeedPage
from referrals.webhooks.message import told

from .base import PartnerView
from .referrals import DECIDE, EITHER, mine


class FeedQuery(serializers.Serializer):
    """After what, and how many."""

    after = serializers.CharField(required=False, max_length=22, help_text="next_after of the call before")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=HIGHEST_LIMIT, default=DEFAULT_LIMIT)


class Events(PartnerView):
    """GET /events"""

    scopes = {"GET": (*EITHER, DECIDE)}
    query = FeedQuery

    @described("read_feed", answer=FeedPage, refusals=[422], parameters=[FeedQuery], tag="events")
    def get(self, request: PartnerRequest) -> Response:
        """What happened to your referrals after an event, oldest first; kept for 30 days."""
        asked = {"after": "", **self.asked(request)}
        rows = _after(request, asked["after"]).select_related("referral").order_by("position")
        found = list(rows[: asked["limit"] + 1])
        shown = found[: asked["limit"]]
        if shown:
            trail.read(events.WEBHOOK_FEED_READ, by=request.user, subjects=[row.referral for row in shown])
        body: dict[str, Any] = {
            "contents": [told(row) for row in shown],
            "next_after": shown[-1].public_id if shown else asked["after"] or None,
            "more": len(found) > len(shown),
        }
        return Response(body)


def _after(request: PartnerRequest, after: str) -> QuerySet[WebhookEvent]:
    """The events that the token may see past this one, which counts even once its referral can't be seen any more."""
    published = WebhookEvent.objects.published(request.user)
    rows = published.filter(referral__in=mine(request))
    if not after:
        return rows
    place = published.filter(public_id=after).values_list("position", flat=True).first()
    if place is None:
        raise Problem(400, "cursor_invalid", "There is no such event any more. Start again without `after`.")
    return rows.filter(position__gt=place)
