"""The tables of HSDS that we have columns for, in the order in which rows can be written: parents first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from referrals.directory.codes import LocationType, ServiceStatus
from referrals.models import (
    CostOption,
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    TermLink,
)

from .columns import ABSENT, Choice, Day, Hour, Moment, Number, Text, Title, Unfit, Unit, Whole

TYPES = Choice(LocationType.values)
Names = dict[str, str]


@dataclass(frozen=True)
class Table:
    """One table: its model, its properties with a column (HSDS name -> kind), and its references (-> attribute).

    `named` says which attribute keeps a property of another name; `required` what a row must have.
    """

    model: Any
    columns: dict[str, Text]
    references: Names = field(default_factory=dict)
    named: Names = field(default_factory=dict)
    required: tuple[str, ...] = ()

    def attribute(self, name: str) -> str:
        """The model's attribute for a property."""
        return self.named.get(name) or self.references.get(name) or name

    def take(self, row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """A row of a file as values of columns and as what stays in `extra`, references left out."""
        values: dict[str, Any] = {}
        extra = {name: value for name, value in row.items() if name not in ("id", *self.references)}
        for name, kind in self.columns.items():
            try:
                value = kind.take(row[name])
            except (KeyError, Unfit):
                continue
            if kind.give(value) == extra[name]:
                values[self.attribute(name)] = value
                del extra[name]
            elif kind.is_read_anyway:
                values[self.attribute(name)] = value  # used by us as far as the column goes; `extra` has it exactly
        return values, extra

    def of_wrong_type(self, row: dict[str, Any]) -> list[str]:
        """Properties whose JSON type HSDS doesn't know."""
        return [name for name, kind in self.columns.items() if name in row and not kind.is_of_type(row[name])]

    def give(self, entry: Any) -> dict[str, Any]:
        """The properties of an entry, without id and references."""
        pairs = ((name, kind.give(getattr(entry, self.attribute(name)))) for name, kind in self.columns.items())
        return {name: value for name, value in pairs if value is not ABSENT} | entry.extra


TABLES: dict[str, Table] = {
    "taxonomies": Table(
        Taxonomy,
        {"name": Title(200), "description": Text(2000), "uri": Text(500), "version": Text(60)},
        named={"version": "edition"},
        required=("name",),
    ),
    "taxonomy_terms": Table(
        TaxonomyTerm,
        {"code": Text(100), "name": Title(200), "description": Text(2000), "language": Text(12), "term_uri": Text(500)},
        {"taxonomy_id": "taxonomy", "parent_id": "parent"},
        required=("name",),
    ),
    "organizations": Table(
        DirectoryOrganization,
        {
            "name": Title(200),
            "alternate_name": Text(200),
            "description": Text(5000),
            "email": Text(254),
            "website": Text(500),
        },
        required=("name",),
    ),
    "locations": Table(
        DirectoryLocation,
        {
            "location_type": TYPES,
            "url": Text(500),
            "name": Title(200),
            "alternate_name": Text(200),
            "description": Text(2000),
            "transportation": Text(1000),
            "latitude": Number(),
            "longitude": Number(),
        },
        {"organization_id": "provider"},
        required=("location_type",),
    ),
    "services": Table(
        DirectoryService,
        {
            "name": Title(200),
            "alternate_name": Text(200),
            "description": Text(5000),
            "url": Text(500),
            "email": Text(254),
            "status": Choice(ServiceStatus.values),
            "interpretation_services": Text(1000),
            "application_process": Text(2000),
            "wait_time": Text(200),
            "fees_description": Text(1000),
            "eligibility_description": Text(2000),
            "alert": Text(1000),
            "minimum_age": Whole(150),
            "maximum_age": Whole(150),
            "assured_date": Day(),
            "last_modified": Moment(),
        },
        {"organization_id": "provider"},
        named={"assured_date": "verified_on"},
        required=("name", "status"),
    ),
    "service_at_locations": Table(
        ServiceAtLocation, {"description": Text(2000)}, {"service_id": "service", "location_id": "location"}
    ),
    "addresses": Table(
        DirectoryAddress,
        {
            "attention": Text(200),
            "address_1": Text(200),
            "address_2": Text(200),
            "city": Text(100),
            "region": Text(100),
            "state_province": Text(100),
            "postal_code": Text(20),
            "country": Text(2),
            "address_type": TYPES,
        },
        {"location_id": "location"},
    ),
    "phones": Table(
        DirectoryPhone,
        {"number": Title(60), "extension": Whole(), "type": Text(20), "description": Text(500)},
        {
            "organization_id": "provider",
            "service_id": "service",
            "location_id": "location",
            "service_at_location_id": "place",
        },
        named={"type": "kind"},
        required=("number",),
    ),
    "languages": Table(
        DirectoryLanguage,
        {"name": Text(100), "code": Text(12), "note": Text(500)},
        {"service_id": "service", "location_id": "location", "phone_id": "phone"},
    ),
    "schedules": Table(
        DirectorySchedule,
        {
            "freq": Choice(("WEEKLY", "MONTHLY")),
            "byday": Text(60),
            "opens_at": Hour(),
            "closes_at": Hour(),
            "valid_from": Day(),
            "valid_to": Day(),
            "description": Text(1000),
        },
        {"service_id": "service", "location_id": "location", "service_at_location_id": "place"},
    ),
    "cost_options": Table(
        CostOption,
        {
            "valid_from": Day(),
            "valid_to": Day(),
            "option": Text(200),
            "currency": Text(3),
            "amount": Number(),
            "amount_description": Text(200),
        },
        {"service_id": "service"},
    ),
    "service_capacities": Table(
        ServiceCapacity,
        {
            "unit": Unit(60),
            "available": Whole(),
            "maximum": Whole(),
            "description": Text(500),
            "updated": Moment(),
        },
        {"service_id": "service"},
        required=("unit", "available", "updated"),
    ),
    "attributes": Table(
        TermLink,
        {"value": Text(500)},
        {
            "taxonomy_term_id": "term",
            "organization_id": "provider",
            "service_id": "service",
            "location_id": "location",
            "service_at_location_id": "place",
        },
    ),
}
TABLE_OF = {table.model: name for name, table in TABLES.items()}


def forget(entry: Any, attributes: Iterable[str]) -> None:
    """What came in a file for these columns no longer holds: somebody changed them here."""
    table = TABLES[TABLE_OF[type(entry)]]
    names = {name for name in table.columns if table.attribute(name) in set(attributes)}
    entry.extra = {name: value for name, value in entry.extra.items() if name not in names}


def as_uuid(value: Any) -> UUID | None:
    """A UUID as HSDS writes ids, or None."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None
