"""A sender without our screens names a person, as little of them as needed, with the consent to share."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from casemgr.accounts.models import Organization, User
from casemgr.errors import InvalidInput
from cases.actions import record_consent, register, withdraw
from cases.actions.register import StoreConsent
from cases.models import Consent
from referrals.directory.hsds.tables import as_uuid
from referrals.directory.members import public_id_of
from referrals.partner_api import shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import KEY, KEY_IF_WANTED, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.serializers import ConsentIn, ConsentOut, NothingIn

from .base import PartnerView, find, taken

RECORD = {"POST": ("consent:record",)}


class Consents(PartnerView):
    """POST /consents"""

    scopes = RECORD

    @described(
        "record_consent",
        body=ConsentIn,
        answer=ConsentOut,
        status=201,
        refusals=[409],
        parameters=[KEY],
        tag="consents",
    )
    def post(self, request: PartnerRequest) -> Response:
        """Name a person in your organization and record what they agreed to share."""
        return answer_once(request, lambda: self._record(request))

    def _record(self, request: PartnerRequest) -> Response:
        consent = recorded(taken(ConsentIn, request), by=request.user)
        return Response(ConsentOut(shown.consent(consent)).data, status=201)


class RevokeConsent(PartnerView):
    """POST /consents/{id}/revoke"""

    scopes = RECORD

    @described(
        "revoke_consent",
        body=NothingIn,
        answer=ConsentOut,
        refusals=[404, 409],
        parameters=[KEY_IF_WANTED],
        tag="consents",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """End it now: the next read of what was disclosed is refused. Repeating it is harmless."""
        return answer_once(request, lambda: self._revoke(request, id), required=False)

    def _revoke(self, request: PartnerRequest, id: str) -> Response:
        taken(NothingIn, request)
        consents = Consent.objects.visible_to(request.user).filter(purpose=Consent.Purpose.SHARE)
        consent = find(consents.select_related("recipient", "person"), id)
        if consent.ended_at is None:
            withdraw(consent, by=request.user)
        return Response(ConsentOut(shown.consent(find(consents.select_related("recipient"), id))).data)


def recorded(body: dict[str, Any], *, by: User) -> Consent:
    """Register the person and record both consents: to keep what was sent, and to share it with the recipient."""
    one = as_uuid(body["recipient"])
    named = public_id_of(one) if one else body["recipient"]
    recipient = Organization.objects.partners_of(by).filter(public_id=named).first()
    if recipient is None:
        raise InvalidInput("There is no such organization to share with.", field="recipient")
    how = {name: body[name] for name in ("method", "language", "basis", "note") if name in body}
    case = register(
        person=body["person"],
        safe_contact=body.get("safe_contact"),
        consent=StoreConsent(decision=Consent.Decision.GIVEN, ends_on=body["ends_on"], **how),
        by=by,
    )
    return record_consent(
        case.person,
        purpose=Consent.Purpose.SHARE,
        decision=Consent.Decision.GIVEN,
        recipient=recipient,
        categories=body["categories"],
        service_code=body.get("service", ""),
        ends_on=body["ends_on"],
        by=by,
        **how,
    )
