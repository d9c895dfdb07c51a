"""Entries of the directory as HSDS JSON, nested as its API nests them. Nothing of a hidden place ever comes here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from casemgr.accounts.models import User
from referrals.models import DirectoryLocation, DirectoryOrganization, Taxonomy, TaxonomyTerm

from . import own_terms
from .shape import KEYS
from .tables import TABLE_OF, TABLES

Ids = Literal["hsds_id", "public_id"]
#: what stands in an object: (table, the reference of its rows to it)
HOLDS: dict[str, tuple[tuple[str, str], ...]] = {
    "organizations": (
        ("phones", "provider"),
        ("locations", "provider"),
        ("services", "provider"),
        ("attributes", "provider"),
    ),
    "services": (
        ("phones", "service"),
        ("schedules", "service"),
        ("service_at_locations", "service"),
        ("languages", "service"),
        ("cost_options", "service"),
        ("service_capacities", "service"),
        ("attributes", "service"),
    ),
    "service_at_locations": (("phones", "place"), ("schedules", "place"), ("attributes", "place")),
    "locations": (
        ("languages", "location"),
        ("addresses", "location"),
        ("phones", "location"),
        ("schedules", "location"),
        ("attributes", "location"),
    ),
    "phones": (("languages", "phone"),),
}
#: references that are given as an object: (attribute, key)
WHOLE = {"service_at_locations": (("location", "location"),), "attributes": (("term", "taxonomy_term"),)}


class Writer:
    """Writes what `user` may see, under ids of files (`hsds_id`) or of the API (`public_id`)."""

    def __init__(self, user: User, ids: Ids) -> None:
        self.user, self.ids = user, ids

    def whole(self, rows: Sequence[Any], *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Rows of one table with all that stands in them; `without` names tables to leave out."""
        if not rows:
            return []
        table = TABLE_OF[type(rows[0])]
        made = {row.pk: self.plain(row) for row in rows}
        for inner, attribute in HOLDS.get(table, ()):
            if inner not in without:
                self._add_list(made, inner, attribute)
        for attribute, key in WHOLE.get(table, ()):
            self._add_objects(made, rows, attribute, key)
        for row in rows:
            self._add_own_terms(row, made[row.pk])
        return [made[row.pk] for row in rows]

    def plain(self, row: Any) -> dict[str, Any]:
        """One row alone."""
        return {"id": self.id_of(row)} | TABLES[TABLE_OF[type(row)]].give(row)

    def id_of(self, row: Any) -> str:
        """Its id as it goes out: rows without an address of their own are known by the file's."""
        return str(getattr(row, self.ids, row.hsds_id))

    def term(self, row: TaxonomyTerm) -> dict[str, Any]:
        """A term with its taxonomy."""
        made = self.plain(row)
        if row.taxonomy:
            made["taxonomy_detail"] = self.plain(row.taxonomy)
        if row.parent:
            made["parent_id"] = self.id_of(row.parent)
        return made

    def _rows(self, table: str) -> Any:
        rows = TABLES[table].model.objects.visible_to(self.user).leaving().order_by("pk")
        return rows.active() if table == "locations" else rows

    def _add_list(self, made: dict[UUID, dict[str, Any]], inner: str, attribute: str) -> None:
        found = list(self._rows(inner).filter(**{f"{attribute}__in": list(made)}))
        grouped = defaultdict(list)
        for row, written in zip(found, self.whole(found), strict=True):
            grouped[getattr(row, f"{attribute}_id")].append(written)
        for pk, written_rows in grouped.items():
            outer = made[pk]
            outer[KEYS[inner]] = [*written_rows, *outer.get(KEYS[inner], ())]

    def _add_objects(self, made: dict[UUID, dict[str, Any]], rows: Sequence[Any], attribute: str, key: str) -> None:
        model: Any = rows[0]._meta.get_field(attribute).related_model
        wanted = (
            model.objects.visible_to(self.user).leaving().filter(pk__in={getattr(r, f"{attribute}_id") for r in rows})
        )
        found = list(wanted.select_related("taxonomy", "parent") if attribute == "term" else wanted)
        written = [self.term(row) for row in found] if attribute == "term" else self.whole(found)
        by_pk = dict(zip([row.pk for row in found], written, strict=True))
        for row in rows:
            if (one := by_pk.get(getattr(row, f"{attribute}_id"))) is not None:
                made[row.pk][key] = one

    def _add_own_terms(self, row: Any, made: dict[str, Any]) -> None:
        if said := own_terms.attributes_of(row, made["id"]):
            made["attributes"] = [*made.get("attributes", ()), *said]


def document(user: User) -> dict[str, Any]:
    """All entries that the user's organization keeps, as one JSON document that imports again without loss."""
    writer = Writer(user, "hsds_id")
    organizations = DirectoryOrganization.objects.kept_by(user).active().order_by("pk")
    loose = DirectoryLocation.objects.kept_by(user).leaving().active().filter(provider=None, places=None)
    taxonomies = Taxonomy.objects.kept_by(user).order_by("pk")
    terms = TaxonomyTerm.objects.kept_by(user).select_related("taxonomy", "parent").order_by("pk")
    return {
        "version": "3.0",
        "organizations": writer.whole(list(organizations)),
        "locations": writer.whole(list(loose.order_by("pk"))),
        "taxonomies": [writer.plain(one) for one in taxonomies],
        "taxonomy_terms": [writer.term(one) for one in terms],
    }
