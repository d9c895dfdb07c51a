"""Tables of a file as entries of one organization's directory: checked as a whole, then written as a whole."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from referrals.models import DirectoryLocation, DirectoryService, ServiceAtLocation, ServiceCapacity, TermLink

from . import own_terms
from .flat import Row, Tables
from .problems import (
    IS_HIDDEN,
    MISSING,
    MORE_THAN_THERE_IS,
    NO_CODE,
    NO_ORGANIZATION,
    NO_PARENT,
    NOT_ON_LIST,
    WRONG_TYPE,
    RowProblem,
)
from .shape import PARENT_IDS
from .tables import TABLES, Table, as_uuid

CHILDREN = ("addresses", "phones", "languages", "schedules", "cost_options", "service_capacities", "attributes")
REFERS_TO = {reference: table for table, reference in PARENT_IDS.items()} | {
    "parent_id": "taxonomy_terms",
    "taxonomy_id": "taxonomies",
}
KEPT_BY_US = frozenset({"verified_on"})  # a file that doesn't say it takes nothing away


class Loading:
    """What a file would do: `problems` (and notes), `new` and `changed` rows by table; `write` does it."""

    def __init__(self, tables: Tables, *, by: User) -> None:
        self.by, self.tables = by, tables
        self.problems: list[RowProblem] = list(tables.problems)
        self.entries: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
        self.known = {name: self._known(name) for name in TABLES}
        self.said: dict[str, Row] = defaultdict(dict)
        self._read_own_terms()
        for name in TABLES:
            for number, row in enumerate(tables.get(name, {}).values(), 1):
                self._prepare(name, number, row)

    @property
    def wrong(self) -> list[RowProblem]:
        """The problems that stop it."""
        return [problem for problem in self.problems if not problem.is_note]

    def counts(self) -> dict[str, tuple[int, int]]:
        """New and changed rows of each table that has any."""
        found = {}
        for name, entries in self.entries.items():
            new = sum(one.pk not in self._pks(name) for one in entries.values())
            if entries:
                found[name] = (new, len(entries) - new)
        return found

    def write(self) -> None:
        """All of it. What hung on a changed entry and is not in the file any more goes."""
        for name, entries in self.entries.items():
            pks, model = self._pks(name), TABLES[name].model
            model.objects.bulk_create([one for one in entries.values() if one.pk not in pks], batch_size=500)
            for one in entries.values():
                if one.pk in pks:
                    one.save()
        self._drop_what_is_gone()

    def _known(self, name: str) -> dict[str, Any]:
        """Entries of ours that the file names: its rows, and what they refer to."""
        ids = set(self.tables.get(name, {}))
        for rows in self.tables.values():
            for row in rows.values():
                ids |= {str(row[ref]) for ref, of in REFERS_TO.items() if of == name and as_uuid(row.get(ref))}
        model = TABLES[name].model
        return {str(one.hsds_id): one for one in model.objects.kept_by(self.by).filter(hsds_id__in=ids)}

    def _pks(self, name: str) -> set[UUID]:
        return {one.pk for one in self.known[name].values()}

    def _read_own_terms(self) -> None:
        """Attributes of ours become columns of what carries them; those with an unknown term stay where they are."""
        for name in ("taxonomies", "taxonomy_terms"):
            rows = self.tables.get(name, {})
            self.tables[name] = {one: row for one, row in rows.items() if not own_terms.is_ours(one)}
        rows = self.tables.get("attributes", {})
        for one, row in list(rows.items()):
            outer, owner = self._carrier(row)
            if owner is None:
                continue
            if own_terms.read(row.get("taxonomy_term_id"), row.get("value"), self.said[owner["id"]]):
                del rows[one]
            elif self._find("taxonomy_terms", row.get("taxonomy_term_id")) is None:
                kept = {name: value for name, value in row.items() if name != PARENT_IDS[outer]}
                owner.setdefault("attributes", []).append(kept)
                del rows[one]

    def _carrier(self, row: Row) -> tuple[str, Row | None]:
        for table, reference in PARENT_IDS.items():
            if table != "taxonomy_terms" and row.get(reference) in self.tables.get(table, {}):
                return table, self.tables[table][row[reference]]
        return "", None

    def _find(self, table: str, one: Any) -> Any:
        """An entry of the file (prepared, or still to come) or of ours."""
        key = str(one)
        return self.entries[table].get(key) or self.tables.get(table, {}).get(key) or self.known[table].get(key)

    def _prepare(self, name: str, number: int, row: Row) -> None:
        table = TABLES[name]
        values, extra = table.take(row)
        entry = self.known[name].get(row["id"]) or table.model(
            organization_id=self.by.organization_id, hsds_id=UUID(row["id"])
        )
        if entry.pk in self._pks(name):
            self._begin_again(table, entry)
        wrong = self._missing(name, number, row, values)
        wrong += self._refer(name, number, row, table, values, extra)
        values |= self._own_values(row["id"])
        for attribute, value in values.items():
            setattr(entry, attribute, value)
        if "verified_on" in values:
            entry.verified_by = None  # the file says when, not which of our people
        entry.extra = extra
        wrong += self._of_its_kind(name, number, entry)
        self.problems += wrong
        self.entries[name][row["id"]] = entry

    def _begin_again(self, table: Table, entry: Any) -> None:
        """Columns that the file may speak of go back to nothing."""
        for column in table.columns:
            attribute = table.attribute(column)
            if attribute not in KEPT_BY_US:
                setattr(entry, attribute, entry._meta.get_field(attribute).get_default())
        for reference in table.references.values():
            if entry._meta.get_field(reference).null:
                setattr(entry, reference, None)
        if hasattr(entry, "version"):
            entry.version += 1

    def _missing(self, name: str, number: int, row: Row, values: Row) -> list[RowProblem]:
        table = TABLES[name]
        absent = [one for one in table.required if table.attribute(one) not in values]
        wrong = [RowProblem(name, number, one, NOT_ON_LIST if one in row else MISSING) for one in absent]
        return wrong + [RowProblem(name, number, one, WRONG_TYPE) for one in table.of_wrong_type(row)]

    def _refer(self, name: str, number: int, row: Row, table: Table, values: Row, extra: Row) -> list[RowProblem]:
        """References to entries; one that leads nowhere stays in `extra` as it came."""
        wrong = []
        for reference, attribute in table.references.items():
            if reference not in row:
                continue
            target = self._entry(REFERS_TO[reference], row[reference])
            if target is None:
                extra[reference] = row[reference]
            elif isinstance(target, DirectoryLocation) and target.hidden:
                wrong.append(RowProblem(name, number, reference, IS_HIDDEN))
            else:
                values[attribute] = target
        return wrong

    def _entry(self, table: str, one: Any) -> Any:
        return self.entries[table].get(str(one)) or self.known[table].get(str(one))

    def _own_values(self, one: str) -> Row:
        said = self.said.get(one, {})
        if "country" in said and said["country"] not in COUNTRIES:
            del said["country"]
        if "verified_on" in said:
            try:
                said["verified_on"] = datetime.date.fromisoformat(str(said["verified_on"]))
            except ValueError:
                del said["verified_on"]
        if "region" in said:
            said["region"] = str(said["region"])[:100]
        return said

    def _of_its_kind(self, name: str, number: int, entry: Any) -> list[RowProblem]:
        if isinstance(entry, DirectoryLocation) and entry.hidden:
            return [RowProblem(name, number, "id", IS_HIDDEN)]
        if isinstance(entry, DirectoryService):
            if entry.provider_id is None:
                return [RowProblem(name, number, "organization_id", NO_ORGANIZATION)]
            return [] if entry.service_code else [RowProblem(name, number, "", NO_CODE, is_note=True)]
        if isinstance(entry, ServiceCapacity) and entry.maximum is not None and (entry.available or 0) > entry.maximum:
            return [RowProblem(name, number, "available", MORE_THAN_THERE_IS)]
        return [] if self._hangs_on_something(entry) else [RowProblem(name, number, "", NO_PARENT)]

    def _hangs_on_something(self, entry: Any) -> bool:
        names = [name for name in entry.PARENTS if name not in ("term", "taxonomy")]
        if isinstance(entry, DirectoryLocation) or not names:
            return True
        given = [getattr(entry, f"{name}_id") is not None for name in names]
        if isinstance(entry, TermLink) and entry.term_id is None:
            return False
        return all(given) if isinstance(entry, ServiceAtLocation) else any(given)

    def _drop_what_is_gone(self) -> None:
        for name in CHILDREN:
            model, changed = TABLES[name].model, Q(pk__in=[])
            for attribute in model.PARENTS:
                if attribute != "term":
                    changed |= Q(**{f"{attribute}__in": self._changed(attribute)})
            gone = model.objects.kept_by(self.by).filter(changed).exclude(hsds_id__in=list(self.entries[name]))
            gone.delete()

    def _changed(self, attribute: str) -> list[UUID]:
        of = {"provider": "organizations", "place": "service_at_locations", "phone": "phones"}
        name = of.get(attribute, f"{attribute}s")
        return [one.pk for one in self.entries[name].values() if one.pk in self._pks(name)]
