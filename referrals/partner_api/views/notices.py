"""A partner's system drafts statutory notices for people of its own organization; people approve and send them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.actions import draft_notice, withdraw_notice
from cases.models import Case, Consent, StatutoryNotice
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.notice_bodies import NOTICE_STATES, NoticeIn, NoticeOut, NoticePage, notice
from referrals.partner_api.paging import page
from referrals.partner_api.preconditions import etag, required_versions
from referrals.partner_api.serializers import NothingIn

from .base import PageQuery, PartnerView, find, taken

DRAFT = ("notice:draft",)


class NoticeQuery(PageQuery):
    """Which notices."""

    state = serializers.ChoiceField(choices=NOTICE_STATES, required=False)


def answer(row: StatutoryNotice, **options: Any) -> Response:
    """A notice with its ETag."""
    headers = {"ETag": etag(row.version), **options.pop("headers", {})}
    return Response(NoticeOut(notice(row)).data, headers=headers, **options)


class Notices(PartnerView):
    """GET, POST /statutory-notices"""

    scopes = {"GET": DRAFT, "POST": DRAFT}
    query = NoticeQuery

    @described("list_notices", answer=NoticePage, refusals=[422], parameters=[NoticeQuery], tag="statutory notices")
    def get(self, request: PartnerRequest) -> Response:
        """Notices that your system drafted, newest first, and where they stand."""
        asked = {"cursor": "", **self.asked(request)}
        rows = StatutoryNotice.objects.visible_to(request.user)
        if state := asked.pop("state", ""):
            rows = rows.filter(state=state)
        found, following = page(rows, **asked)
        trail.read(events.NOTICES_READ, by=request.user, subjects=found)
        return Response(NoticePage({"contents": [notice(row) for row in found], "next_cursor": following}).data)

    @described(
        "draft_notice",
        body=NoticeIn,
        answer=NoticeOut,
        status=201,
        refusals=[409],
        parameters=[KEY],
        headers=["ETag", "Location"],
        tag="statutory notices",
    )
    def post(self, request: PartnerRequest) -> Response:
        """Draft a notice. Nobody is told by this: a person of your organization goes on with it."""
        return answer_once(request, lambda: self._draft(request))

    def _draft(self, request: PartnerRequest) -> Response:
        body = taken(NoticeIn, request)
        case = _about(body, request.user)
        row = draft_notice(case, by=request.user, **body)
        return answer(row, status=201, headers={"Location": f"/api/v1/statutory-notices/{row.public_id}"})


class OneNotice(PartnerView):
    """GET /statutory-notices/{id}"""

    scopes = {"GET": DRAFT}

    @described("get_notice", answer=NoticeOut, refusals=[404], headers=["ETag"], tag="statutory notices")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """Where it stands. What it tells is read by people alone."""
        row = find(StatutoryNotice.objects.visible_to(request.user), id)
        trail.read(events.NOTICES_READ, by=request.user, subjects=[row])
        return answer(row)


class WithdrawNotice(PartnerView):
    """POST /statutory-notices/{id}/withdraw"""

    scopes = {"POST": DRAFT}

    @described(
        "withdraw_notice",
        body=NothingIn,
        answer=NoticeOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
        tag="statutory notices",
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Take back a draft that nobody asked approval for yet."""
        return answer_once(request, lambda: self._withdraw(request, id))

    def _withdraw(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        row = find(StatutoryNotice.objects.visible_to(request.user), id)
        taken(NothingIn, request)
        return answer(withdraw_notice(row, by=request.user, versions=versions))


def _about(body: dict[str, Any], user: User) -> Case:
    """The case, and its name out of the body. One that the system doesn't see is as wrong as an invented one."""
    consent, named = body.pop("consent", None), body.pop("case", None)
    if (consent is None) == (named is None):
        raise InvalidInput("Name either the consent or the case.", field="consent")
    cases = Case.objects.visible_to(user).select_related("caseworker")
    if named is not None:
        case = cases.filter(public_id=named).first()
    else:
        person = Consent.objects.visible_to(user).filter(public_id=consent).values_list("person_id", flat=True).first()
        case = cases.standing().filter(person_id=person).order_by("-pk").first() if person else None
    if case is None:
        field = "case" if named is not None else "consent"
        raise InvalidInput(f"There is no such {field}.", field=field)
    return case
