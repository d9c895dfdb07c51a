"""What the two sides of a referral say to each other, and the hand-offs that they arrange."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from casemgr.audit import events, trail
from referrals import actions
from referrals.actions import Said
from referrals.models import HandOff, Referral
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.preconditions import etag, required_versions
from referrals.partner_api.talk_bodies import (
    HandOffAnswerIn,
    HandOffIn,
    HandOffOut,
    HandOffPage,
    HandOffResultIn,
    MessageIn,
    MessageOut,
    MessagePage,
)

from .base import PartnerView, find, taken
from .referrals import DECIDE, EITHER, mine

WRITE = ("message:write",)


class Messages(PartnerView):
    """GET, POST /referrals/{id}/messages"""

    scopes = {"GET": (*EITHER, DECIDE), "POST": WRITE}

    @described("list_messages", answer=MessagePage, refusals=[404], tag="messages")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """All messages, oldest first. The other side sees that you had them."""
        referral = find(mine(request), id)
        said = actions.read_messages(referral, by=request.user)
        return Response(MessagePage({"contents": [_message(one, referral) for one in said]}).data)

    @described(
        "send_message",
        body=MessageIn,
        answer=MessageOut,
        status=201,
        refusals=[404, 409, 410],
        parameters=[KEY],
        tag="messages",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Say something to the other side."""
        return answer_once(request, lambda: self._send(request, id))

    def _send(self, request: PartnerRequest, id: str) -> Response:
        referral = find(mine(request), id)
        message = actions.send_message(referral, by=request.user, **taken(MessageIn, request))
        return Response(MessageOut(_message(Said(message), referral)).data, status=201)


class HandOffs(PartnerView):
    """GET, POST /referrals/{id}/handoffs"""

    scopes = {"GET": (*EITHER, DECIDE), "POST": WRITE}

    @described("list_handoffs", answer=HandOffPage, refusals=[404], tag="messages")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """All hand-offs, the latest first."""
        referral = find(mine(request), id)
        rows = HandOff.objects.visible_to(request.user).filter(referral=referral).select_related("referral")
        trail.read(events.REFERRAL_READ, by=request.user, subjects=[referral])
        return Response(HandOffPage({"contents": [_handoff(one) for one in rows.order_by("-starts_at", "-id")]}).data)

    @described(
        "propose_handoff",
        body=HandOffIn,
        answer=HandOffOut,
        status=201,
        refusals=[404, 409],
        parameters=[KEY],
        headers=["ETag"],
        tag="messages",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Propose a meeting with the person."""
        return answer_once(request, lambda: self._propose(request, id))

    def _propose(self, request: PartnerRequest, id: str) -> Response:
        referral = find(mine(request), id)
        return _answer(actions.propose_handoff(referral, by=request.user, **taken(HandOffIn, request)), status=201)


class HandOffAnswer(PartnerView):
    """POST /handoffs/{id}/answer"""

    scopes = {"POST": WRITE}

    @described(
        "answer_handoff",
        body=HandOffAnswerIn,
        answer=HandOffOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="messages",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Agree, decline, or call it off."""
        return answer_once(request, lambda: self._act(request, id))

    def _act(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        values = taken(HandOffAnswerIn, request)
        return _answer(actions.answer_handoff(_found(request, id), by=request.user, versions=versions, **values))


class HandOffResultOf(PartnerView):
    """POST /handoffs/{id}/result"""

    scopes = {"POST": WRITE}

    @described(
        "record_handoff",
        body=HandOffResultIn,
        answer=HandOffOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="messages",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Say what became of it. The other side is alerted if it wasn't safe or nobody came."""
        return answer_once(request, lambda: self._act(request, id))

    def _act(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        values = taken(HandOffResultIn, request)
        return _answer(actions.record_handoff(_found(request, id), by=request.user, versions=versions, **values))


def _found(request: PartnerRequest, id: str) -> HandOff:
    rows = HandOff.objects.visible_to(request.user).filter(referral__in=mine(request)).select_related("referral")
    found: HandOff = find(rows, id)
    return found


def _message(said: Said, referral: Referral) -> dict[str, Any]:
    message = said.message
    return {
        "id": message.public_id,
        "side": referral.role_of(message.organization_id),
        "kind": message.kind,
        "day": message.day,
        "answers": message.answers.public_id if message.answers else None,
        "text": said.text,
        "sent_at": message.sent_at,
        "seen_at": message.seen_at,
    }


def _handoff(one: HandOff) -> dict[str, Any]:
    names = ("kind", "place", "starts_at", "interpreter", "state", "version")
    told = {name: getattr(one, name) for name in names}
    side = one.referral.role_of(one.proposed_by_id)
    return told | {
        "id": one.public_id,
        "referral": one.referral.public_id,
        "proposed_by": side,
        "result": one.result or None,
    }


def _answer(one: HandOff, status: int = 200) -> Response:
    return Response(HandOffOut(_handoff(one)).data, status=status, headers={"ETag": etag(one.version)})
