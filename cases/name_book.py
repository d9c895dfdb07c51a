"""The names of people, opened and prepared for comparing, in memory for a few minutes: nothing searchable is stored.

An entry counts only for the version of the person it was made from, and only for rows the asker's own query returned:
whoever is erased or hidden is not in that query. A destroyed key takes the entry along.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from casemgr.encryption import keys
from casemgr.encryption.keys import KeyOwner
from casemgr.encryption.registry import encrypted_fields
from cases import names
from cases.models import Person

SECONDS = 300.0
PEOPLE = 100_000  # about 100 MB


class Row(NamedTuple):
    """What a search reads of a case: no more than it compares."""

    case_id: UUID
    number: int
    organization_id: UUID
    person_id: UUID
    version: int


COLUMNS = ("pk", "number", "organization_id", "person_id", "person__version")
NAMES = ("alias", "legal_name", "phone")
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """A person's names, prepared, and the digits of their phone."""

    version: int
    until: float
    names: tuple[names.Prepared, ...]
    phone: str


_entries: OrderedDict[UUID, Known] = OrderedDict()
_lock = threading.Lock()
_fields = {field.name: field for field in encrypted_fields(Person)}


def known(rows: Sequence[Row]) -> Iterator[tuple[Row, Known]]:
    """Each row with its person's names; what isn't in memory is opened, keys loaded together."""
    now = time.monotonic()
    missing = [row for row in rows if _fresh(row, now) is None]
    opened: dict[UUID, Known] = {}
    for start in range(0, len(missing), _BATCH):
        opened |= _open_all(missing[start : start + _BATCH], now)
    for row in rows:
        if person := _fresh(row, now) or opened.get(row.person_id):
            yield row, person


def forget(person_id: UUID | None = None) -> None:
    """Drop one person's names, or all: when a key is destroyed or an organization locked."""
    with _lock:
        if person_id is None:
            _entries.clear()
        else:
            _entries.pop(person_id, None)


keys.when_forgotten(forget)


def _fresh(row: Row, now: float) -> Known | None:
    entry = _entries.get(row.person_id)
    return entry if entry and entry.version == row.version and entry.until > now else None


def _open_all(rows: Sequence[Row], now: float) -> dict[UUID, Known]:
    """Open the names of these people; in one query, with their keys in another."""
    by_person = {row.person_id: row for row in rows}
    for organization_id in {row.organization_id for row in rows}:
        keys.prefetch(organization_id, [row.person_id for row in rows if row.organization_id == organization_id])
    people = Person.objects.unscoped("of rows that the caller's query returned").filter(pk__in=by_person)
    made = {}
    for person_id, *sealed in people.values_list("pk", *NAMES):
        row = by_person[person_id]
        owner = KeyOwner(row.organization_id, person_id)
        alias, legal_name, phone = (
            _open(name, cell, person_id, owner) for name, cell in zip(NAMES, sealed, strict=True)
        )
        prepared = tuple(names.prepare(name) for name in (alias, legal_name) if name)
        made[person_id] = Known(row.version, now + SECONDS, prepared, names.digits(phone))
    with _lock:
        _entries.update(made)
        while len(_entries) > PEOPLE:
            _entries.popitem(last=False)
    return made


def _open(name: str, sealed: Any, person_id: UUID, owner: KeyOwner) -> str:
    return _fields[name].open(sealed, pk=person_id, owner=owner) or "" if sealed is not None else ""
