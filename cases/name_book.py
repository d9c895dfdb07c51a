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
    alias: Any
    legal_name: Any
    phone: Any


COLUMNS = (
    "pk",
    "number",
    "organization_id",
    "person_id",
    "person__version",
    "person__alias",
    "person__legal_name",
    "person__phone",
)


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
    wanted: dict[UUID, list[UUID]] = {}
    for row in rows:
        if _fresh(row, now) is None:
            wanted.setdefault(row.organization_id, []).append(row.person_id)
    for organization_id, people in wanted.items():
        keys.prefetch(organization_id, people)
    for row in rows:
        yield row, _fresh(row, now) or _keep(row, now)


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


def _keep(row: Row, now: float) -> Known:
    owner = KeyOwner(row.organization_id, row.person_id)
    opened = {name: _open(name, getattr(row, name), row.person_id, owner) for name in ("alias", "legal_name", "phone")}
    prepared = tuple(names.prepare(opened[name]) for name in ("alias", "legal_name") if opened[name])
    entry = Known(row.version, now + SECONDS, prepared, names.digits(opened["phone"]))
    with _lock:
        _entries[row.person_id] = entry
        _entries.move_to_end(row.person_id)
        while len(_entries) > PEOPLE:
            _entries.popitem(last=False)
    return entry


def _open(name: str, sealed: Any, person_id: UUID, owner: KeyOwner) -> str:
    return _fields[name].open(sealed, pk=person_id, owner=owner) or "" if sealed is not None else ""
