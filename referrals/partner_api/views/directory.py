"""The service directory in HSDS 3.0. Organizations that are pending or suspended, and hidden places, are not there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from casemgr.accounts.models import Organization
from casemgr.errors import NotFound
from referrals.directory.hsds import own_terms
from referrals.directory.hsds.tables import as_uuid
from referrals.directory.members import public_id_of
from referrals.models import DirectoryOrganization, DirectoryService, ServiceAtLocation, Taxonomy, TaxonomyTerm
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import described
from referrals.partner_api.directory_bodies import (
    DirectoryOrganizationOut,
    DirectoryOrganizationPage,
    DirectoryServiceOut,
    DirectoryServicePage,
    ServiceAtLocationOut,
    ServiceAtLocationPage,
    TaxonomyOut,
    TaxonomyPage,
    TaxonomyTermOut,
    TaxonomyTermPage,
)
from referrals.partner_api.directory_shown import Teller
from referrals.partner_api.hsds_pages import HsdsQuery, Part, hsds_page

from .base import PartnerView

READ = {"GET": ("directory:read",)}
TAG: Literal["directory"] = "directory"


class ServiceQuery(HsdsQuery):
    """Which services."""

    organization_id = serializers.UUIDField(required=False, help_text="Of this organization")
    taxonomy_term_id = serializers.UUIDField(required=False, help_text="With this term, ours or another")
    modified_after = serializers.DateTimeField(required=False)


class TermQuery(HsdsQuery):
    """Which terms."""

    taxonomy_id = serializers.UUIDField(required=False)


class Listed(PartnerView, ABC):
    """A list of the directory."""

    scopes = READ
    query: type[serializers.Serializer] | None = HsdsQuery

    def listed(self, request: PartnerRequest) -> Response:
        """The page that was asked for."""
        asked = {"page": 1, **self.asked(request)}
        which = {name: asked.pop(name) for name in list(asked) if name not in ("page", "per_page")}
        return Response(hsds_page(self.parts(request, **which), **asked))

    @abstractmethod
    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        """What the list is made of."""


class Organizations(Listed):
    """GET /directory/organizations"""

    @described(
        "list_organizations", answer=DirectoryOrganizationPage, refusals=[404, 422], parameters=[HsdsQuery], tag=TAG
    )
    def get(self, request: PartnerRequest) -> Response:
        """Organizations of this server, then those that others wrote down."""
        return self.listed(request)

    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        teller = Teller(request.user)
        members = Organization.objects.in_world_of(request.user).active().here().order_by("name", "pk")
        return [Part(members, teller.members), Part(_others(request), teller.organizations)]


class OneOrganization(PartnerView):
    """GET /directory/organizations/{id}"""

    scopes = READ

    @described("get_organization", answer=DirectoryOrganizationOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One organization with its services, places and phones. Its id on this server is known here too."""
        teller, one = Teller(request.user), as_uuid(id)
        entry = _others(request).filter(public_id=one).first() if one else None
        if entry is not None:
            return Response(teller.organizations([entry], whole=True)[0])
        members = Organization.objects.in_world_of(request.user).active().here()
        member = members.filter(public_id=public_id_of(one) if one else id[:22]).first()
        if member is None or (one is None and member.public_id != id):
            raise NotFound()
        return Response(teller.members([member], whole=True)[0])


class Services(Listed):
    """GET /directory/services"""

    query = ServiceQuery

    @described("list_services", answer=DirectoryServicePage, refusals=[404, 422], parameters=[ServiceQuery], tag=TAG)
    def get(self, request: PartnerRequest) -> Response:
        """Services with their organizations."""
        return self.listed(request)

    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        rows = _services(request)
        if "organization_id" in which:
            rows = rows.filter(provider__public_id=which["organization_id"])
        if "modified_after" in which:
            rows = rows.filter(changed_at__gte=which["modified_after"])
        if "taxonomy_term_id" in which:
            rows = _with_term(rows, which["taxonomy_term_id"])
        return [Part(rows.order_by("-pk"), Teller(request.user).services)]


class OneService(PartnerView):
    """GET /directory/services/{id}"""

    scopes = READ

    @described("get_service", answer=DirectoryServiceOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One service with hours, languages, phones, places, prices and room."""
        return Response(Teller(request.user).services([_one(_services(request), id)], whole=True)[0])


class ServicesAtLocations(Listed):
    """GET /directory/service_at_locations"""

    @described(
        "list_service_at_locations",
        answer=ServiceAtLocationPage,
        refusals=[404, 422],
        parameters=[HsdsQuery],
        tag=TAG,
    )
    def get(self, request: PartnerRequest) -> Response:
        """Which service is given where; hidden places are left out."""
        return self.listed(request)

    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        return [Part(_places(request).order_by("-pk"), Teller(request.user).places)]


class OneServiceAtLocation(PartnerView):
    """GET /directory/service_at_locations/{id}"""

    scopes = READ

    @described("get_service_at_location", answer=ServiceAtLocationOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One service at one place."""
        return Response(Teller(request.user).places([_one(_places(request), id)], whole=True)[0])


class Taxonomies(Listed):
    """GET /directory/taxonomies"""

    @described("list_taxonomies", answer=TaxonomyPage, refusals=[404, 422], parameters=[HsdsQuery], tag=TAG)
    def get(self, request: PartnerRequest) -> Response:
        """Our lists, then those that came with files."""
        return self.listed(request)

    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        rows = Taxonomy.objects.visible_to(request.user).order_by("-pk")
        return [Part(own_terms.taxonomies(), list), Part(rows, Teller(request.user).taxonomies)]


class OneTaxonomy(PartnerView):
    """GET /directory/taxonomies/{id}"""

    scopes = READ

    @described("get_taxonomy", answer=TaxonomyOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One list."""
        if ours := [one for one in own_terms.taxonomies() if one["id"] == id]:
            return Response(ours[0])
        return Response(Teller(request.user).taxonomies([_one(Taxonomy.objects.visible_to(request.user), id)])[0])


class TaxonomyTerms(Listed):
    """GET /directory/taxonomy_terms"""

    query = TermQuery

    @described("list_taxonomy_terms", answer=TaxonomyTermPage, refusals=[404, 422], parameters=[TermQuery], tag=TAG)
    def get(self, request: PartnerRequest) -> Response:
        """Our codes (those of services are what a referral may ask for), then terms that came with files."""
        return self.listed(request)

    def parts(self, request: PartnerRequest, **which: Any) -> list[Part]:
        rows, ours = _terms(request), own_terms.terms()
        if "taxonomy_id" in which:
            rows = rows.filter(taxonomy__public_id=which["taxonomy_id"])
            ours = [one for one in ours if one["taxonomy_detail"]["id"] == str(which["taxonomy_id"])]
        return [Part(ours, list), Part(rows.order_by("-pk"), Teller(request.user).terms)]


class OneTaxonomyTerm(PartnerView):
    """GET /directory/taxonomy_terms/{id}"""

    scopes = READ

    @described("get_taxonomy_term", answer=TaxonomyTermOut, refusals=[404], tag=TAG)
    def get(self, request: PartnerRequest, id: str) -> Response:
        """One term."""
        if ours := [one for one in own_terms.terms() if one["id"] == id]:
            return Response(ours[0])
        return Response(Teller(request.user).terms([_one(_terms(request), id)])[0])


def _others(request: PartnerRequest) -> QuerySet[DirectoryOrganization]:
    """Entries beside those that organizations of this server keep of themselves, which stand for them."""
    rows = DirectoryOrganization.objects.visible_to(request.user).active().leaving().select_related("member")
    return rows.exclude(member=F("organization"), member__status="active").order_by("-pk")


def _services(request: PartnerRequest) -> Any:
    rows = DirectoryService.objects.visible_to(request.user).leaving().filter(provider__status="active")
    return rows.select_related("provider__member")


def _places(request: PartnerRequest) -> Any:
    rows = ServiceAtLocation.objects.visible_to(request.user).leaving()
    rows = rows.filter(location__status="active", service__provider__status="active")
    return rows.select_related("service__provider__member", "location")


def _terms(request: PartnerRequest) -> Any:
    return TaxonomyTerm.objects.visible_to(request.user).select_related("taxonomy", "parent")


def _with_term(rows: Any, term: UUID) -> Any:
    name, code = own_terms.BY_ID.get(str(term), ("", ""))
    if not name:
        return rows.filter(terms__term__public_id=term).distinct()
    if name not in own_terms.LISTS:
        return rows.none()
    held = own_terms.LISTS[name]
    if held.is_many:
        return rows.filter(**{f"{held.attribute}__contains": [code]})
    return rows.filter(**{held.attribute: code})


def _one(rows: Any, id: str) -> Any:
    found = rows.filter(public_id=one).first() if (one := as_uuid(id)) else None
    if found is None:
        raise NotFound()
    return found
