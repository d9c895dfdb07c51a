"""Practising: see who is who, be offered and asked something, let time pass, start over. Absent outside a practice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from rest_framework.response import Response

from casemgr.accounts.actions.practice import Pair, person_of
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from referrals import actions
from referrals.models import EnquiryAnswer
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import KEY, described
from referrals.partner_api.enquiry_bodies import EnquiryOut
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.sandbox_bodies import SandboxEnquiryIn, SandboxOfferIn, SandboxOut
from referrals.partner_api.serializers import NothingIn, ReferralOut
from referrals.practice.player import practice_of
from referrals.practice.script import (
    ANSWERS,
    RECEIVING,
    RECEIVING_ELSE,
    SENDING,
    SENDING_ELSE,
    Script,
)

from .base import PartnerView, find, taken
from .enquiries import answer as enquiry_answer
from .referrals import DECIDE, EITHER, RECEIVE, answer, mine

TAG = "sandbox"
ANY = (*EITHER, DECIDE)
TAKING = (RECEIVE, DECIDE)


def _pair(request: PartnerRequest) -> Pair:
    pair = practice_of(request.user)
    if pair is None:
        raise NotFound()
    return pair


def _told(pair: Pair) -> Response:
    since = pair.own.practice_since
    person = person_of(pair.own)
    body = {
        "organization": {"id": pair.own.public_id, "name": pair.own.name},
        "partner": {"id": pair.partner.public_id, "name": pair.partner.name},
        "colleague": {"id": person.public_id, "name": person.name},
        "since": since,
        "emptied_at": since + settings.CASEMGR_PRACTICE_KEPT if since else None,
        "receiving": _scripts(RECEIVING, RECEIVING_ELSE),
        "sending": _scripts(SENDING, SENDING_ELSE),
        "answering": [{"service": code, "does": [" ".join(said).strip()]} for code, said in ANSWERS.items()],
    }
    return Response(SandboxOut(body).data)


def _scripts(scripts: Mapping[str, Script], otherwise: Script) -> list[dict[str, Any]]:
    every: Iterable[tuple[str, Script]] = (*scripts.items(), ("*", otherwise))
    return [{"service": service, "does": [step.words for step in script]} for service, script in every]


class Sandbox(PartnerView):
    """GET /sandbox"""

    scopes = {"GET": ANY}

    @described("get_sandbox", answer=SandboxOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest) -> Response:
        """Where you practise: who is who, and what the partner does about which service."""
        pair = _pair(request)
        trail.read(events.PRACTICE_READ, by=request.user, subjects=pair)
        return _told(pair)


class SandboxOffers(PartnerView):
    """POST /sandbox/offers"""

    scopes = {"POST": TAKING}

    @described(
        "ask_for_offer",
        body=SandboxOfferIn,
        answer=ReferralOut,
        status=201,
        refusals=[404, 409],
        parameters=[KEY],
        headers=["ETag", "Location"],
        tag=TAG,
    )
    def post(self, request: PartnerRequest) -> Response:
        """Have the practice partner offer you a referral. What it does next, the service decides."""
        return answer_once(request, lambda: self._ask(request))

    def _ask(self, request: PartnerRequest) -> Response:
        _pair(request)
        body = taken(SandboxOfferIn, request)
        offered = actions.offer_in_practice(service_code=body.pop("service"), by=request.user, **body)
        where = {"Location": f"/api/v1/referrals/{offered.public_id}"}
        return answer(find(mine(request), offered.public_id), request, status=201, headers=where)


class SandboxEnquiries(PartnerView):
    """POST /sandbox/enquiries"""

    scopes = {"POST": TAKING}

    @described(
        "ask_for_enquiry",
        body=SandboxEnquiryIn,
        answer=EnquiryOut,
        status=201,
        refusals=[404],
        parameters=[KEY],
        headers=["ETag", "Location"],
        tag=TAG,
    )
    def post(self, request: PartnerRequest) -> Response:
        """Have the practice partner ask whether you could take somebody."""
        return answer_once(request, lambda: self._ask(request))

    def _ask(self, request: PartnerRequest) -> Response:
        _pair(request)
        body = taken(SandboxEnquiryIn, request)
        asked = actions.ask_in_practice(service_code=body["service"], by=request.user)
        copy = EnquiryAnswer.objects.visible_to(request.user).received_by(request.user).get(enquiry_id=asked.pk)
        where = {"Location": f"/api/v1/enquiries/{copy.public_id}"}
        return enquiry_answer(copy, request, status=201, headers=where)


class SandboxPassTime(PartnerView):
    """POST /sandbox/referrals/{id}/pass-time"""

    scopes = {"POST": ANY}

    @described(
        "pass_time",
        body=NothingIn,
        answer=ReferralOut,
        refusals=[404, 409],
        parameters=[KEY],
        headers=["ETag"],
        tag=TAG,
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """End the time to decide on an offer now, yours or the partner's: it expires as it would on its day."""
        return answer_once(request, lambda: self._pass(request, id))

    def _pass(self, request: PartnerRequest, id: str) -> Response:
        _pair(request)
        taken(NothingIn, request)
        return answer(actions.let_time_pass(find(mine(request), id), by=request.user), request)


class SandboxStartOver(PartnerView):
    """POST /sandbox/start-over"""

    scopes = {"POST": ANY}

    @described("start_over", body=NothingIn, answer=SandboxOut, refusals=[404], parameters=[KEY], tag=TAG)
    def post(self, request: PartnerRequest) -> Response:
        """Delete everything you practised with. Your credentials and your addresses for webhooks stay."""
        return answer_once(request, lambda: self._start(request))

    def _start(self, request: PartnerRequest) -> Response:
        _pair(request)
        taken(NothingIn, request)
        actions.start_practice_over(by=request.user)
        return _told(_pair(request))
