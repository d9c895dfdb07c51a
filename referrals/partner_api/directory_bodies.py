"""The bodies of the directory's endpoints, in the shape of HSDS 3.0.

Properties of HSDS that aren't named here are given too where an entry has them; our own lists are given as attributes.
"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from referrals.directory.codes import LocationType, ServiceStatus


class Nested(serializers.Serializer):
    """Anything that HSDS nests: contacts, phones, schedules, languages, attributes …"""

    id = serializers.CharField(help_text="UUID")


class DirectoryOrganizationOut(serializers.Serializer):
    """An HSDS organization. The list tells it alone; one is told with its services, places and phones."""

    id = serializers.CharField(help_text="UUID")
    name = serializers.CharField()
    description = serializers.CharField()
    member = serializers.CharField(
        allow_null=True,
        help_text="Its id on this server: the `recipient` of a consent. null: reached by phone or letter",
    )
    alternate_name = serializers.CharField(required=False)
    email = serializers.CharField(required=False)
    website = serializers.CharField(required=False)
    services = Nested(many=True, required=False)
    locations = Nested(many=True, required=False)
    phones = Nested(many=True, required=False)


class DirectoryLocationOut(serializers.Serializer):
    """An HSDS location. Hidden places are never told."""

    id = serializers.CharField(help_text="UUID")
    location_type = serializers.ChoiceField(choices=LocationType.values)
    name = serializers.CharField(required=False)
    latitude = serializers.FloatField(required=False)
    longitude = serializers.FloatField(required=False)
    addresses = Nested(many=True, required=False)


class DirectoryServiceOut(serializers.Serializer):
    """An HSDS service. The list tells it with its organization; one is told with all that stands in it."""

    id = serializers.CharField(help_text="UUID")
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=ServiceStatus.values)
    organization = DirectoryOrganizationOut()
    description = serializers.CharField(required=False)
    minimum_age = serializers.FloatField(required=False)
    maximum_age = serializers.FloatField(required=False)
    assured_date = serializers.CharField(required=False, help_text="When it was last checked")
    last_modified = serializers.CharField(required=False)
    languages = Nested(many=True, required=False)
    schedules = Nested(many=True, required=False)
    phones = Nested(many=True, required=False)
    capacities = Nested(many=True, required=False, help_text="As in HSDS 3.1")
    service_at_locations = Nested(many=True, required=False)
    attributes = Nested(many=True, required=False)


class ServiceAtLocationOut(serializers.Serializer):
    """A service at a place."""

    id = serializers.CharField(help_text="UUID")
    service = DirectoryServiceOut()
    location = DirectoryLocationOut()
    description = serializers.CharField(required=False)


class TaxonomyOut(serializers.Serializer):
    """A list of terms: ours, or one that came with an organization's file."""

    id = serializers.CharField(help_text="UUID")
    name = serializers.CharField()
    description = serializers.CharField()
    version = serializers.CharField(required=False)


class TaxonomyTermOut(serializers.Serializer):
    """A term. Ours have codes like `service:legal_aid`."""

    id = serializers.CharField(help_text="UUID")
    name = serializers.CharField()
    description = serializers.CharField()
    code = serializers.CharField(required=False)
    taxonomy = serializers.CharField(required=False)
    taxonomy_detail = TaxonomyOut(required=False)


class HsdsPage(serializers.Serializer):
    """A page as HSDS tells it."""

    total_items = serializers.IntegerField()
    total_pages = serializers.IntegerField()
    page_number = serializers.IntegerField()
    size = serializers.IntegerField(help_text="How many are on this page")
    first_page = serializers.BooleanField()
    last_page = serializers.BooleanField()
    empty = serializers.BooleanField()


class DirectoryOrganizationPage(HsdsPage):
    """A page of organizations: first those of this server, then others."""

    contents = DirectoryOrganizationOut(many=True)


class DirectoryServicePage(HsdsPage):
    """A page of services."""

    contents = DirectoryServiceOut(many=True)


class ServiceAtLocationPage(HsdsPage):
    """A page of services at places."""

    contents = ServiceAtLocationOut(many=True)


class TaxonomyPage(HsdsPage):
    """A page of lists."""

    contents = TaxonomyOut(many=True)


class TaxonomyTermPage(HsdsPage):
    """A page of terms."""

    contents = TaxonomyTermOut(many=True)


class _FileRow(serializers.Serializer):
    """An HSDS object with everything nested in it."""

    id = serializers.UUIDField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One service, checked only",
            request_only=True,
            value={
                "organizations": [
                    {
                        "id": "1b6e6d0e-0a53-4e53-9ad4-4c7d1ed1c001",
                        "name": "Night Bus",
                        "description": "Help in town",
                        "services": [
                            {"id": "1b6e6d0e-0a53-4e53-9ad4-4c7d1ed1c002", "name": "Legal aid", "status": "active"}
                        ],
                    }
                ]
            },
        )
    ]
)
class DirectoryFile(serializers.Serializer):
    """Objects of HSDS 3.0, nested as its API nests them; also a page or a single object of an HSDS API."""

    organizations = _FileRow(many=True, required=False)
    services = _FileRow(many=True, required=False)
    locations = _FileRow(many=True, required=False)
    taxonomies = _FileRow(many=True, required=False)
    taxonomy_terms = _FileRow(many=True, required=False)


class ImportedTable(serializers.Serializer):
    """How many rows of a table."""

    table = serializers.CharField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()


class ImportNote(serializers.Serializer):
    """What to know of a row that was taken."""

    pointer = serializers.CharField(help_text="Table, number of the row from 0, property")
    detail = serializers.CharField()


class DirectoryImported(serializers.Serializer):
    """What the file did, or with `dry_run` would do."""

    dry_run = serializers.BooleanField()
    tables = ImportedTable(many=True)
    notes = ImportNote(many=True)
