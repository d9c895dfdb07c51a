"""Enquiries before any consent: ask several organizations, read what was asked, answer, take back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from casemgr.accounts.models import Organization
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from referrals import actions
from referrals.codes import Role
from referrals.directory.hsds.tables import as_uuid
from referrals.directory.members import public_id_of
from referrals.models import Enquiry, EnquiryAnswer
from referrals.partner_api import enquiry_shown as shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, described
from referrals.partner_api.enquiry_bodies import EnquiryAnswerIn, EnquiryIn, EnquiryOut, EnquiryPage
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.paging import page
from referrals.partner_api.preconditions import etag, required_versions
from referrals.partner_api.serializers import NothingIn
from referrals.permissions import colleague_named

from .base import PageQuery, PartnerView, find, taken
from .referrals import DECIDE, RECEIVE, SEND

SIDES = {Role.SENDER: {SEND}, Role.RECEIVER: {RECEIVE, DECIDE}}
ANY = (SEND, RECEIVE, DECIDE)
QUESTION = frozenset(EnquiryIn().fields) - {"receivers", "stands"}


class EnquiryQuery(PageQuery):
    """Which side of them."""

    role = serializers.ChoiceField(
        choices=Role.values,
        required=False,
        help_text="`sender`: what you asked (when absent, if the token may send), `receiver`: what you were asked",
    )


def of_side(request: PartnerRequest, role: str) -> QuerySet[Any]:
    """The rows of one side, as far as the token's scopes go."""
    held = set(request.auth.scope.split())
    model: Any = Enquiry if role == Role.SENDER else EnquiryAnswer
    rows = model.objects.visible_to(request.user)
    if not held & SIDES[Role(role)]:
        return rows.none()
    if role == Role.SENDER:
        return rows
    return rows.received_by(request.user).select_related("receiver")


def told(one: Enquiry | EnquiryAnswer, request: PartnerRequest) -> dict[str, Any]:
    """An enquiry as this side sees it."""
    if isinstance(one, Enquiry):
        return shown.sent([one], request.user)[0]
    return shown.received([one], request.user)[0]


def answer(one: Enquiry | EnquiryAnswer, request: PartnerRequest, **options: Any) -> Response:
    """An enquiry with its ETag."""
    headers = {"ETag": etag(one.version), **options.pop("headers", {})}
    return Response(EnquiryOut(told(one, request)).data, headers=headers, **options)


class Enquiries(PartnerView):
    """GET, POST /enquiries"""

    scopes = {"GET": ANY, "POST": (SEND,)}
    query = EnquiryQuery

    @described("list_enquiries", answer=EnquiryPage, refusals=[422], parameters=[EnquiryQuery], tag="enquiries")
    def get(self, request: PartnerRequest) -> Response:
        """What your organization asked, or was asked, newest first."""
        asked = {"cursor": "", **self.asked(request)}
        sends = SEND in request.auth.scope.split()
        role = asked.pop("role", Role.SENDER if sends else Role.RECEIVER)
        found, following = page(of_side(request, role), **asked)
        trail.read(events.ENQUIRY_LISTED, by=request.user, subjects=found)
        tell = shown.sent if role == Role.SENDER else shown.received
        return Response(EnquiryPage({"contents": tell(found, request.user), "next_cursor": following}).data)

    @described(
        "create_enquiry",
        body=EnquiryIn,
        answer=EnquiryOut,
        status=201,
        refusals=[409],
        parameters=[KEY],
        headers=["ETag", "Location"],
        tag="enquiries",
    )
    def post(self, request: PartnerRequest) -> Response:
        """Ask up to ten organizations whether they could take somebody like this. Nobody is named, you neither."""
        return answer_once(request, lambda: self._ask(request))

    def _ask(self, request: PartnerRequest) -> Response:
        body = taken(EnquiryIn, request)
        question = {name: value for name, value in body.items() if name in QUESTION}
        question["service_code"] = question.pop("service")
        how = {name: body[name] for name in ("stands",) if name in body}
        enquiry = actions.ask(question, receivers=_named(body["receivers"]), by=request.user, **how)
        where = {"Location": f"/api/v1/enquiries/{enquiry.public_id}"}
        return answer(enquiry, request, status=201, headers=where)


def _named(ids: list[str]) -> list[Organization]:
    wanted = {public_id_of(one) if (one := as_uuid(name)) else name for name in ids}
    found = list(Organization.objects.filter(public_id__in=wanted))
    if len(found) != len(wanted):
        raise InvalidInput("Choose organizations that, by the directory, give this service.", field="receivers")
    return found


class OneEnquiry(PartnerView):
    """GET /enquiries/{id}"""

    scopes = {"GET": ANY}

    @described("get_enquiry", answer=EnquiryOut, refusals=[404], headers=["ETag"], tag="enquiries")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One that your organization asked, with all answers; or was asked, with its own."""
        one = _either(request, id)
        trail.read(events.ENQUIRY_READ, by=request.user, subjects=[one])
        return answer(one, request)


def _either(request: PartnerRequest, id: str) -> Enquiry | EnquiryAnswer:
    for role in Role:
        try:
            found: Enquiry | EnquiryAnswer = find(of_side(request, role), id)
        except NotFound:
            continue
        return found
    raise NotFound()


class AnswerEnquiry(PartnerView):
    """POST /enquiries/{id}/answer"""

    scopes = {"POST": (DECIDE,)}

    @described(
        "answer_enquiry",
        body=EnquiryAnswerIn,
        answer=EnquiryOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="enquiries",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Answer, or answer otherwise, while it is open. It binds nobody: accepting a referral does."""
        return answer_once(request, lambda: self._answer(request, id))

    def _answer(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        asked = find(of_side(request, Role.RECEIVER), id)
        values = taken(EnquiryAnswerIn, request)
        person = colleague_named(values.pop("on_behalf_of"), request.user)
        given = actions.answer_enquiry(asked, by=person, through=request.user, versions=versions, **values)
        return answer(given, request)


class WithdrawEnquiry(PartnerView):
    """POST /enquiries/{id}/withdraw"""

    scopes = {"POST": (SEND,)}

    @described(
        "withdraw_enquiry",
        body=NothingIn,
        answer=EnquiryOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="enquiries",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Take back what you asked: it can't be answered any more."""
        return answer_once(request, lambda: self._withdraw(request, id))

    def _withdraw(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        enquiry = find(of_side(request, Role.SENDER), id)
        taken(NothingIn, request)
        return answer(actions.withdraw_enquiry(enquiry, by=request.user, versions=versions), request)
