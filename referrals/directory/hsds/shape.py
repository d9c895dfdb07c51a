"""How HSDS nests its tables in JSON and names them in files."""

from __future__ import annotations

#: key in JSON -> table of what stands in the list, and what its rows call the outer one's table
LISTS: dict[str, str] = {
    "services": "services",
    "locations": "locations",
    "service_at_locations": "service_at_locations",
    "phones": "phones",
    "addresses": "addresses",
    "languages": "languages",
    "schedules": "schedules",
    "cost_options": "cost_options",
    "capacities": "service_capacities",
    "attributes": "attributes",
    "contacts": "contacts",
    "programs": "programs",
    "funding": "funding",
    "organization_identifiers": "organization_identifiers",
    "service_areas": "service_areas",
    "required_documents": "required_documents",
    "accessibility": "accessibility",
    "metadata": "metadata",
}
KEYS = {table: key for key, table in LISTS.items()}
#: key in JSON -> (table of the one object there, the reference that a flat row has instead)
OBJECTS: dict[str, tuple[str, str]] = {
    "organization": ("organizations", "organization_id"),
    "program": ("programs", "program_id"),
    "location": ("locations", "location_id"),
    "service": ("services", "service_id"),
    "taxonomy_term": ("taxonomy_terms", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomies", "taxonomy_id"),
    "unit": ("units", "unit_id"),
}
#: how a row refers to the one it stands in
PARENT_IDS: dict[str, str] = {
    "organizations": "organization_id",
    "services": "service_id",
    "locations": "location_id",
    "service_at_locations": "service_at_location_id",
    "phones": "phone_id",
    "contacts": "contact_id",
    "taxonomy_terms": "taxonomy_term_id",
}
#: these refer to anything, by its id and the name of its table
BY_LINK = {"attributes": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}
#: lists that a table may hold; a list elsewhere is no table of HSDS and stays where it is
HOLDS: dict[str, frozenset[str]] = {
    table: frozenset(keys.split()) | {"attributes", "metadata"}
    for table, keys in {
        "organizations": "services locations phones contacts programs funding organization_identifiers",
        "services": "service_at_locations phones schedules service_areas languages funding cost_options capacities "
        "required_documents contacts",
        "service_at_locations": "contacts phones schedules",
        "locations": "languages addresses contacts accessibility phones schedules",
        "phones": "languages",
        "contacts": "phones",
    }.items()
}
#: names of files in a tabular package, where they differ from the table's
FILES = {"service_at_locations": "service_at_location", "service_capacities": "service_capacity"}
TABLE_ORDER = (
    "organizations programs services attributes service_at_locations locations phones contacts addresses schedules "
    "funding service_areas required_documents languages accessibility taxonomies taxonomy_terms metadata cost_options "
    "organization_identifiers service_capacities units"
).split()
#: properties that are numbers in JSON: a CSV cell of theirs is read as one
NUMBERS = frozenset(
    "year_incorporated timezone count interval extension latitude longitude minimum_age maximum_age amount available "
    "maximum".split()
)


def file_of(table: str) -> str:
    """The name of a table's file."""
    return f"{FILES.get(table, table)}.csv"
