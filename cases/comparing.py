"""Who resembles whom in a whole organization: alleged, residents and interpreters, restricted cases too.

For the organization's own job alone. What it reads past the policies comes from two functions of the database that
answer to the organization itself and to nobody at work; what it opens stays in its memory and is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed, KeyMissing
from casemgr.encryption.keys import KeyOwner
from casemgr.encryption.registry import encrypted_fields
from cases import names
from cases.alleged import PHONE_DIGITS
from cases.models import AllegedPerpetrator, Interpreter, Person

_ALLEGED = "SELECT id, case_id, person_id, actors, name, phone FROM app.alleged_standing()"
_RESIDENTS = "SELECT id, case_id, person_id, house_id, actors, alias, legal_name, phone FROM app.residents()"
_PERSON = 2  # where both tell whose key it is


@dataclass(frozen=True)
class Known:
    """Somebody as they are compared: prepared names and digits. `actors` wrote them down or brought them in."""

    pk: UUID
    names: tuple[names.Prepared, ...]
    phone: str = ""
    case_id: UUID | None = None
    person_id: UUID | None = None
    house_id: UUID | None = None
    actors: Sequence[UUID] = ()


@dataclass(frozen=True)
class Likeness:
    """Two who resemble each other."""

    alleged: Known | None = None
    interpreter: Known | None = None
    stay: Known | None = None

    @property
    def key(self) -> tuple[UUID | None, ...]:
        """What tells it from others; the same person in another house is another one."""
        ends = (one.pk if one else None for one in (self.alleged, self.interpreter, self.stay))
        return (*ends, self.stay.house_id if self.stay else None)

    @property
    def actors(self) -> frozenset[UUID]:
        """Who wrote either end down."""
        return frozenset(who for one in (self.alleged, self.interpreter, self.stay) if one for who in one.actors)


def likenesses(organization_id: UUID) -> list[Likeness]:
    """All of them. Wants to act as the organization."""
    alleged, stays = list(_alleged(organization_id)), list(_residents(organization_id))
    return list(_pairs(alleged, list(_interpreters(organization_id)), stays))


def _pairs(alleged: Sequence[Known], interpreters: Sequence[Known], stays: Sequence[Known]) -> Iterator[Likeness]:
    for one in alleged:
        yield from (Likeness(alleged=one, interpreter=other) for other in interpreters if alike(one, other))
        others = (other for other in stays if other.person_id != one.person_id)
        yield from (Likeness(alleged=one, stay=other) for other in others if alike(one, other))
    for one in interpreters:
        yield from (Likeness(interpreter=one, stay=other) for other in stays if alike(one, other))


def alike(one: Known, other: Known) -> bool:
    """As `cases.alleged` compares: names close to each other, or the same whole number."""
    if len(one.phone) >= PHONE_DIGITS and one.phone == other.phone:
        return True
    return any(names.likeness(first, second) >= names.CLOSE for first in one.names for second in other.names)


def _alleged(organization_id: UUID) -> Iterator[Known]:
    for pk, case_id, person_id, actors, name, phone in _rows(_ALLEGED, organization_id):
        owner = KeyOwner(organization_id, person_id)
        if found := _open(AllegedPerpetrator, pk, owner, name=name, phone=phone):
            yield Known(pk, _prepared(found["name"]), names.digits(found["phone"]), case_id, person_id, None, actors)


def _residents(organization_id: UUID) -> Iterator[Known]:
    for pk, case_id, person_id, house_id, actors, alias, legal_name, phone in _rows(_RESIDENTS, organization_id):
        owner = KeyOwner(organization_id, person_id)
        if found := _open(Person, person_id, owner, alias=alias, legal_name=legal_name, phone=phone):
            called = _prepared(found["alias"], found["legal_name"])
            yield Known(pk, called, names.digits(found["phone"]), case_id, person_id, house_id, actors)


def _interpreters(organization_id: UUID) -> Iterator[Known]:
    rows = Interpreter.objects.unscoped("the organization's own comparing").filter(organization_id=organization_id)
    for one in rows.filter(ended_at=None):
        yield Known(one.pk, _prepared(one.name), actors=[one.recorded_by_id])


def _prepared(*called: str) -> tuple[names.Prepared, ...]:
    return tuple(names.prepare(name) for name in called if name)


def _rows(query: str, organization_id: UUID) -> list[tuple[Any, ...]]:
    """Rows of a function, and their keys, loaded together."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    keys.prefetch(organization_id, {row[_PERSON] for row in rows})
    return rows


def _open(model: type[Model], pk: UUID, owner: KeyOwner, **cells: Any) -> dict[str, str] | None:
    """What these columns of a row hold, "" for nothing; None where the key was destroyed meanwhile."""
    fields = {field.name: field for field in encrypted_fields(model)}
    sealed = {name: fields[name].from_db_value(cell, None, connection) for name, cell in cells.items()}
    try:
        return {name: (cell and fields[name].open(cell, pk=pk, owner=owner)) or "" for name, cell in sealed.items()}
    except (KeyDestroyed, KeyMissing):
        return None
