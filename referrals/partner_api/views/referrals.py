"""Referrals: list, draft, read, change, what was disclosed, what happened."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.models import Consent
from referrals import actions
from referrals.codes import Role
from referrals.models import Referral, ReferralEvent
from referrals.partner_api import shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.paging import page
from referrals.partner_api.preconditions import etag, required_versions
from referrals.partner_api.serializers import (
    STATES,
    DisclosureOut,
    EventPage,
    ReferralIn,
    ReferralOut,
    ReferralPage,
    ReferralPatch,
)

from .base import PageQuery, PartnerView, find, require_id, taken

SEND, RECEIVE, DECIDE = "referral:send", "referral:receive", "referral:decide"
EITHER = (SEND, RECEIVE)


class ReferralQuery(PageQuery):
    """Which referrals."""

    role = serializers.ChoiceField(choices=Role.values, required=False)
    state = serializers.ChoiceField(choices=STATES, required=False)


def mine(request: PartnerRequest) -> QuerySet[Referral]:
    """What the client's organization sends or receives, as far as the token's scopes go."""
    rows = Referral.objects.visible_to(request.user).select_related("sender", "receiver")
    held = set(request.auth.scope.split())
    sides = Q(pk__in=[])
    if SEND in held:
        sides |= Q(sender_id=request.user.organization_id)
    if held & {RECEIVE, DECIDE}:
        sides |= Q(receiver_id=request.user.organization_id)
    return rows.filter(sides)


def sought(request: PartnerRequest, public_id: str) -> actions.Sought:
    """The one of `mine` with this public id, for an action to find and lock. NotFound if it can't be one."""
    held = set(request.auth.scope.split())
    sides = {Role.SENDER} if SEND in held else set()
    if held & {RECEIVE, DECIDE}:
        sides.add(Role.RECEIVER)
    require_id(public_id)
    return actions.Sought(public_id, request.user, frozenset(sides))


def _received(request: PartnerRequest, public_id: str) -> Referral:
    found = Referral.objects.visible_to(request.user).received_by(request.user).filter(public_id=public_id).first()
    if found is None:
        raise InvalidInput("Name a referral that you received and accepted.", field="onward_from")
    return found


def answer(referral: Referral, request: PartnerRequest, **options: Any) -> Response:
    """A referral with its ETag."""
    body = ReferralOut(shown.referral(referral, request.user)).data
    return Response(body, headers={"ETag": etag(referral.version), **options.pop("headers", {})}, **options)


class Referrals(PartnerView):
    """GET, POST /referrals"""

    scopes = {"GET": EITHER, "POST": (SEND,)}
    query = ReferralQuery

    @described("list_referrals", answer=ReferralPage, refusals=[422], parameters=[ReferralQuery])
    def get(self, request: PartnerRequest) -> Response:
        """Referrals your organization sends or receives, newest first."""
        asked = {"cursor": "", **self.asked(request)}
        rows = mine(request)
        if side := asked.pop("role", ""):
            rows = rows.filter(**{f"{side}_id": request.user.organization_id})
        if state := asked.pop("state", ""):
            rows = rows.filter(state=state)
        found, following = page(rows, **asked)
        trail.read(events.REFERRAL_LISTED, by=request.user, subjects=found)
        contents = shown.referrals(found, request.user)
        return Response(ReferralPage({"contents": contents, "next_cursor": following}).data)

    @described(
        "create_referral",
        body=ReferralIn,
        answer=ReferralOut,
        status=201,
        refusals=[409],
        parameters=[KEY],
        headers=["ETag", "Location"],
    )
    def post(self, request: PartnerRequest) -> Response:
        """Draft a referral; nobody else sees it until it is submitted."""
        return answer_once(request, lambda: self._draft(request))

    def _draft(self, request: PartnerRequest) -> Response:
        body = taken(ReferralIn, request)
        consents = Consent.objects.visible_to(request.user).select_related("recipient", "person")
        consent = consents.filter(public_id=body.pop("consent")).first()
        if consent is None:
            raise InvalidInput("There is no such consent.", field="consent")
        received = body.pop("onward_from", None)
        onward = _received(request, received) if received is not None else None
        referral = actions.draft(
            consent=consent, service_code=body.pop("service"), onward_from=onward, by=request.user, **body
        )
        where = {"Location": f"/api/v1/referrals/{referral.public_id}"}
        return answer(referral, request, status=201, headers=where)


class OneReferral(PartnerView):
    """GET, PATCH /referrals/{id}"""

    scopes = {"GET": EITHER, "PATCH": (SEND,)}

    @described("get_referral", answer=ReferralOut, refusals=[404], headers=["ETag"])
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One referral, as your organization may see it now."""
        referral = find(mine(request), id)
        trail.read(events.REFERRAL_READ, by=request.user, subjects=[referral])
        return answer(referral, request)

    @described(
        "change_referral",
        body=ReferralPatch,
        answer=ReferralOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
    )
    def patch(self, request: PartnerRequest, id: str) -> Response:
        """Change a draft."""
        return answer_once(request, lambda: self._change(request, id))

    def _change(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        referral = find(mine(request), id)
        values = taken(ReferralPatch, request)
        if "service" in values:
            values["service_code"] = values.pop("service")
        return answer(actions.change_draft(referral, values, by=request.user, versions=versions), request)


class ReferralDisclosure(PartnerView):
    """GET /referrals/{id}/disclosure"""

    scopes = {"GET": EITHER}

    @described("get_disclosure", answer=DisclosureOut, refusals=[404, 410])
    def get(self, request: PartnerRequest, id: str) -> Response:
        """Exactly what the person agreed to share. 403 before acceptance, 410 once it is no longer shared."""
        referral = find(mine(request), id)
        released = actions.read_disclosure(referral, by=request.user)
        return Response(DisclosureOut(shown.disclosure(referral, released)).data)


class ReferralEvents(PartnerView):
    """GET /referrals/{id}/events"""

    scopes = {"GET": EITHER}

    @described("list_events", answer=EventPage, refusals=[404])
    def get(self, request: PartnerRequest, id: str) -> Response:
        """What happened, oldest first."""
        referral = find(mine(request), id)
        rows = ReferralEvent.objects.visible_to(request.user).filter(referral=referral)
        trail.read(events.REFERRAL_READ, by=request.user, subjects=[referral])
        return Response(EventPage({"contents": [shown.event(row) for row in rows]}).data)
