"""A JSON file as tables: our own export, a page or an object of an HSDS API, or HSDS's tables as JSON."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _

from casemgr.errors import InvalidInput

from .flat import Tables, nest_leftovers
from .limits import DEEPEST, MOST_ROWS
from .shape import HOLDS, TABLE_ORDER, file_of

TOP = ("organizations", "services", "locations", "service_at_locations", "taxonomies", "taxonomy_terms")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_json(text: str | bytes) -> Tables:
    """The tables of a JSON file. Errors: InvalidInput when it is no JSON, too deep, too long or no HSDS."""
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise InvalidInput(_("This is no JSON file."), field="file") from None
    return read_document(document)


def read_document(document: Any) -> Tables:
    """The tables of a parsed document. Errors as above."""
    if _size(document) > MOST_ROWS * 40:
        raise InvalidInput(_("The file has too many rows."), field="file")
    flat = _as_tables(document)
    if flat is not None:
        return flat
    tables = Tables(everything=False)
    for table, given in _objects(document):
        tables.add(table, given)
    if not tables and not tables.problems:
        raise InvalidInput(_("There is nothing of HSDS in this file."), field="file")
    return tables


def from_rows(rows: dict[str, list[Any]]) -> Tables:
    """The tables of a tabular package."""
    tables = Tables(everything=True)
    for table, given in rows.items():
        for row in given:
            if isinstance(row, dict):
                tables.add(table, row)
    nest_leftovers(tables)
    tables.everything = False
    return tables


def _as_tables(document: Any) -> Tables | None:
    """HSDS's tables as one JSON object: {"organizations.csv": [rows]}."""
    names = {file_of(table): table for table in TABLE_ORDER}
    if not isinstance(document, dict) or not set(document) & set(names):
        return None
    return from_rows({names[k]: v for k, v in document.items() if k in names and isinstance(v, list)})


def _objects(document: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        document = document["contents"]
    if isinstance(document, list):
        return [(_guess(one), one) for one in document if isinstance(one, dict)]
    if not isinstance(document, dict):
        return []
    if "id" in document:
        return [(_guess(document), document)]
    lists = ((table, document.get(table)) for table in TOP)
    return [(table, one) for table, given in lists if isinstance(given, list) for one in given if isinstance(one, dict)]


def _guess(one: dict[str, Any]) -> str:
    """Which table an object is of, by properties that only rows of that table have."""
    if "location_type" in one:
        return "locations"
    if "status" in one:
        return "services"
    if {"service", "location", "service_id", "location_id"} & set(one):
        return "service_at_locations"
    if {"taxonomy", "taxonomy_detail", "taxonomy_id", "term_uri", "parent_id", "code"} & set(one):
        return "taxonomy_terms"
    return "taxonomies" if "version" in one and not set(one) & HOLDS["organizations"] else "organizations"


def _size(document: Any) -> int:
    """How many values there are. Errors: InvalidInput when they stand too deep in each other, or can't be stored."""
    within, count = [document] if isinstance(document, dict | list) else [], 0
    for _level in range(DEEPEST):
        inner = [one for outer in within for one in _members(outer)]
        require_storable(inner)
        count += len(inner)
        within = [one for one in inner if isinstance(one, dict | list)]
        if not within:
            return count
    raise InvalidInput(_("The file is nested too deeply."), field="file")


def require_storable(values: Any) -> None:
    """Errors: InvalidInput when a text or number among them is none that the database takes."""
    if not all(map(_can_be_stored, _members(values))):
        raise InvalidInput(_("The file has characters or numbers that can't be stored."), field="file")


def _members(outer: Any) -> list[Any]:
    return [*outer.keys(), *outer.values()] if isinstance(outer, dict) else outer


def _can_be_stored(value: Any) -> bool:
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    return not isinstance(value, float) or math.isfinite(value)


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON
