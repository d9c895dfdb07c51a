"""Documents that came along with a disclosure."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from casemgr.audit import events, trail
from referrals import actions
from referrals.models import ReferralAttachment
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import described

from .base import PartnerView, find
from .referrals import EITHER, mine

ANYTHING = "application/octet-stream"


class AttachmentOut(serializers.Serializer):
    """A document that was released. Its title stays with the people; the file has none of its own."""

    id = serializers.CharField()
    media_type = serializers.CharField(help_text="As its bytes say")
    size = serializers.IntegerField(help_text="Bytes")
    scan = serializers.ChoiceField(choices=ReferralAttachment.Scan.values, help_text="`waiting`: 423; `infected`: 410")
    released_at = serializers.DateTimeField()


class AttachmentPage(serializers.Serializer):
    """All of them, oldest first."""

    contents = AttachmentOut(many=True)


class Attachments(PartnerView):
    """GET /referrals/{id}/attachments"""

    scopes = {"GET": EITHER}

    @described("list_attachments", answer=AttachmentPage, refusals=[404])
    def get(self, request: PartnerRequest, id: str) -> Response:
        """The documents that went along."""
        referral = find(mine(request), id)
        rows = ReferralAttachment.objects.visible_to(request.user).released().filter(referral=referral)
        trail.read(events.REFERRAL_READ, by=request.user, subjects=[referral])
        contents = [] if referral.is_purged else [_shown(row) for row in rows.order_by("id")]
        return Response(AttachmentPage({"contents": contents}).data)


class AttachmentFile(PartnerView):
    """GET /attachments/{id}"""

    scopes = {"GET": EITHER}

    @described("get_attachment", answer={(200, ANYTHING): OpenApiTypes.BINARY}, refusals=[404, 410])
    def get(self, request: PartnerRequest, id: str) -> StreamingHttpResponse:
        """The file. 410 once it is no longer shared, or if a virus was found; 423 while it is being looked at."""
        rows = ReferralAttachment.objects.visible_to(request.user).released().filter(referral__in=mine(request))
        one: ReferralAttachment = find(rows, id)
        response = StreamingHttpResponse(actions.open_attachment(one, by=request.user), content_type=ANYTHING)
        response["Content-Length"] = str(one.size)
        response["Content-Disposition"] = "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _shown(row: ReferralAttachment) -> dict[str, object]:
    names = ("media_type", "size", "scan", "released_at")
    return {"id": row.public_id} | {name: getattr(row, name) for name in names}
