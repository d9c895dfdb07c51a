"""What every endpoint does alike: who calls, with which scope, how often, with which words in the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casemgr.accounts.models import User
from casemgr.encryption import held
from casemgr.errors import NotFound
from referrals.partner_api.authentication import PartnerAuthentication, PartnerRequest
from referrals.partner_api.describe import SANDBOX
from referrals.partner_api.paging import DEFAULT_LIMIT, HIGHEST_LIMIT
from referrals.partner_api.parsers import BoundedJSONParser
from referrals.partner_api.permissions import TokenHasScope
from referrals.partner_api.problems import Problem
from referrals.partner_api.throttling import WindowThrottle

Row = TypeVar("Row")
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class PageQuery(serializers.Serializer):
    """How much, and after what."""

    cursor = serializers.CharField(required=False, max_length=22, help_text="next_cursor of the page before")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=HIGHEST_LIMIT, default=DEFAULT_LIMIT)


class PartnerView(APIView):
    """An endpoint for machine clients. `scopes` names, per method, the OAuth scopes of which one is needed."""

    authentication_classes = [PartnerAuthentication]
    permission_classes = [TokenHasScope]
    throttle_classes = [WindowThrottle]
    parser_classes = [BoundedJSONParser]
    scopes: Mapping[str, tuple[str, ...]] = {}
    query: type[serializers.Serializer] | None = None
    post_query: type[serializers.Serializer] | None = None
    rate: dict[str, str] | None = None
    practises = False  # whether the caller's organization is for practising
    first_over = False  # whether this call is the first past the limit in its window

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        caller = request.user
        self.practises = isinstance(caller, User) and caller.organization is not None and caller.organization.is_sandbox

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if isinstance(request.user, User) and request.user.organization_id:
            held.require_unlocked(request.user.organization_id)
        form = self._query_of(request.method)
        known = set(form().fields) if form else set()
        if request.method in self.allowed_methods and set(request.query_params) - known:
            raise Problem(400, "unknown_parameter", "There is a parameter in the address that isn't known here.")

    def _query_of(self, method: str | None) -> type[serializers.Serializer] | None:
        return {"GET": self.query, "POST": self.post_query}.get(method or "")

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The methods; DRF's own answer would describe the view's code."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Any:
        reply = super().finalize_response(request, response, *args, **kwargs)
        reply["Cache-Control"] = "no-store"
        for name, value in (self.rate or {}).items():
            reply[name] = value
        if self.practises:
            reply[SANDBOX] = "true"
        return reply

    def asked(self, request: PartnerRequest) -> dict[str, Any]:
        """The checked parameters of the address."""
        wanted = self._query_of(request.method)
        if wanted is None:
            return {}
        form = wanted(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


def taken(form: type[serializers.Serializer], request: PartnerRequest, **options: Any) -> dict[str, Any]:
    """The checked body."""
    body = form(data=request.data, **options)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def find(rows: QuerySet[Any], public_id: str) -> Any:
    """The row with this public id among those the caller may see. NotFound is the same for absent and not yours."""
    require_id(public_id)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row


def require_id(public_id: str) -> None:
    """Refuse what no public id looks like, as absent. Raises NotFound."""
    if not _ID.fullmatch(public_id):
        raise NotFound()
