"""Who takes part, and the catalogue of services. Organizations that are pending or suspended are not there."""

from __future__ import annotations

from django.utils.translation import override
from rest_framework.response import Response

from casemgr.accounts.models import Organization
from cases.codelists.services import SERVICES
from referrals.partner_api import shown
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import described
from referrals.partner_api.paging import page
from referrals.partner_api.serializers import OrganizationOut, OrganizationPage, ServicePage

from .base import PageQuery, PartnerView, find

READ = {"GET": ("directory:read",)}


class Organizations(PartnerView):
    """GET /directory/organizations"""

    scopes = READ
    query = PageQuery

    @described("list_organizations", answer=OrganizationPage, refusals=[422], parameters=[PageQuery], tag="directory")
    def get(self, request: PartnerRequest) -> Response:
        """Active organizations."""
        rows, following = page(Organization.objects.active().here(), **{"cursor": "", **self.asked(request)})
        contents = [shown.organization(row) for row in rows]
        return Response(OrganizationPage({"contents": contents, "next_cursor": following}).data)


class OneOrganization(PartnerView):
    """GET /directory/organizations/{id}"""

    scopes = READ

    @described("get_organization", answer=OrganizationOut, refusals=[404], tag="directory")
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One active organization."""
        return Response(OrganizationOut(shown.organization(find(Organization.objects.active().here(), id))).data)


class Services(PartnerView):
    """GET /directory/services"""

    scopes = READ

    @described("list_services", answer=ServicePage, tag="directory")
    def get(self, request: PartnerRequest) -> Response:
        """The codes a referral may ask for, with English names."""
        with override("en"):
            contents = [{"code": code, "name": str(SERVICES.label(code))} for code in SERVICES]
        return Response({"contents": contents})
