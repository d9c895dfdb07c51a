"""Nested JSON as flat tables of rows, and what we have no table for back into the rows it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .problems import ID_MISSING, NOT_KEPT, TWICE, RowProblem
from .shape import BY_LINK, HOLDS, KEYS, LISTS, OBJECTS, PARENT_IDS
from .tables import TABLES, as_uuid

Row = dict[str, Any]


class Tables(dict[str, dict[str, Row]]):
    """{table: {id: row}} in the order of the file, with what is wrong."""

    def __init__(self, *, everything: bool) -> None:
        super().__init__()
        self.everything = everything  # or only the tables that we have columns for; the rest stays nested
        self.problems: list[RowProblem] = []
        self._seen: dict[str, int] = {}

    def add(self, table: str, given: Row) -> str | None:
        """Take an object and what is nested in it; its id, None when it has none."""
        number = self._seen[table] = self._seen.get(table, 0) + 1
        one = as_uuid(given.get("id"))
        if one is None:
            self.problems.append(RowProblem(table, number, "id", ID_MISSING))
            return None
        row: Row = {"id": str(one)}
        for name, value in given.items():
            if name != "id":
                self._part(table, row, name, value)
        self._keep(table, row, number)
        return row["id"]

    def _part(self, table: str, row: Row, name: str, value: Any) -> None:
        inner, reference = OBJECTS.get(name, ("", ""))
        if isinstance(value, dict) and inner and self._splits(inner):
            if found := self.add(inner, value):
                row[reference] = found
        elif name in HOLDS.get(table, ()) and self._is_table(table, name, value):
            for given in value:
                self.add(LISTS[name], given | self._reference_to(table, row["id"], LISTS[name]))
        else:
            row[name] = value

    def _splits(self, table: str) -> bool:
        return self.everything or table in TABLES

    def _is_table(self, table: str, name: str, value: Any) -> bool:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return False
        if self.everything:
            return True
        inner = TABLES.get(LISTS[name])
        return inner is not None and table in TABLES and self._has_reference(inner.references, table, name)

    def _has_reference(self, references: dict[str, str], table: str, name: str) -> bool:
        return PARENT_IDS.get(table) in references

    def _reference_to(self, table: str, one: str, inner: str) -> Row:
        if inner in BY_LINK and self.everything:
            return {BY_LINK[inner][0]: one}
        return {PARENT_IDS[table]: one}

    def _keep(self, table: str, row: Row, number: int) -> None:
        known = self.setdefault(table, {}).setdefault(row["id"], row)
        if any(known.get(name, value) != value for name, value in row.items()):
            self.problems.append(RowProblem(table, number, "", TWICE))
        known.update(row | known)


def nest_leftovers(tables: Tables) -> None:
    """Rows of tables that we have no columns for go into the rows they belong to; what belongs to nothing is noted."""
    for table, name in BY_LINK.items():
        _link(tables, table, name[0])
    for table in [name for name in tables if name not in TABLES and name not in ("units", *BY_LINK)]:
        for number, row in enumerate(list(tables[table].values()), 1):
            _into_parents(tables, table, row, number)
    _into_contacts(tables)
    for row in tables.get("service_capacities", {}).values():
        if (unit := tables.get("units", {}).get(row.get("unit_id", ""))) is not None:
            row["unit"] = unit
            del row["unit_id"]
    for table in [name for name in tables if name not in TABLES]:
        del tables[table]


def _link(tables: Tables, table: str, name: str) -> None:
    """Attributes and metadata: what `link_id` names may be a row of any table."""
    for number, (one, row) in enumerate(list(tables.get(table, {}).items()), 1):
        found = next(_named(tables, row.get(name)), None)
        if found is None:
            if not _is_linked(row):
                tables.problems.append(RowProblem(table, number, name, NOT_KEPT, is_note=True))
                del tables[table][one]
            continue
        outer, target = found
        inner = TABLES.get(table)
        if inner and PARENT_IDS.get(outer) in inner.references and _knows_term(tables, row):
            row[PARENT_IDS[outer]] = row.pop(name)
        else:
            _put(target, KEYS[table], {key: value for key, value in row.items() if key != name})
            del tables[table][one]


def _knows_term(tables: Tables, row: Row) -> bool:
    return row.get("taxonomy_term_id") in tables.get("taxonomy_terms", {})


def _is_linked(row: Row) -> bool:
    return any(name in row for name in PARENT_IDS.values() if name != "taxonomy_term_id")


def _named(tables: Tables, one: Any) -> Iterator[tuple[str, Row]]:
    for table, rows in tables.items():
        if isinstance(one, str) and one in rows:
            yield table, rows[one]


def _into_parents(tables: Tables, table: str, row: Row, number: int) -> None:
    parents = [(outer, name) for outer, name in PARENT_IDS.items() if name in row and KEYS[table] in HOLDS[outer]]
    found = [(tables[outer][row[name]], name) for outer, name in parents if row[name] in tables.get(outer, {})]
    own = {name: value for name, value in row.items() if name not in {reference for _target, reference in found}}
    for target, _name in found:
        _put(target, KEYS[table], dict(own))
    users = [one for one in tables.get("services", {}).values() if one.get("program_id") == row["id"]]
    if not found and table == "programs" and users:
        for service in users:
            service["program"] = own
            del service["program_id"]
    elif not found:
        tables.problems.append(RowProblem(table, number, "", NOT_KEPT, is_note=True))


def _into_contacts(tables: Tables) -> None:
    """A phone that belongs to a contact alone stands in it, with its languages."""
    references = set(TABLES["phones"].references)
    contacts = {one["id"]: one for rows in tables.values() for row in rows.values() for one in row.get("contacts", ())}
    for one, phone in list(tables.get("phones", {}).items()):
        if references & set(phone) or phone.get("contact_id") not in contacts:
            continue
        for key, language in list(tables.get("languages", {}).items()):
            if language.get("phone_id") == one:
                _put(phone, "languages", {k: v for k, v in language.items() if k != "phone_id"})
                del tables["languages"][key]
        for contact in _copies(tables, phone["contact_id"]):
            _put(contact, "phones", {k: v for k, v in phone.items() if k != "contact_id"})
        del tables["phones"][one]


def _copies(tables: Tables, contact: str) -> Iterator[Row]:
    for rows in tables.values():
        for row in rows.values():
            yield from (one for one in row.get("contacts", ()) if one["id"] == contact)


def _put(row: Row, key: str, inner: Row) -> None:
    row.setdefault(key, []).append(inner)
