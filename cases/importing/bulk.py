"""Insert many rows of a model with one statement and one parameter: a JSON document that PostgreSQL unpacks.

`bulk_create` spends most of an import on building SQL, and `COPY` is refused under row-level security. This
stays an ordinary INSERT: policies, the model's defaults, constraints and triggers hold as for any other.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, models
from django.utils import timezone

from casemgr.encryption import cipher, keys
from casemgr.encryption.fields import EncryptedField

Row = dict[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows given by column; columns that no row names get the model's default. Errors: DatabaseError."""
    if not rows:
        return
    named = {column for row in rows for column in row}
    same = {c: value for c, value in _defaults(model).items() if c not in named}
    filler = {column: value for column, value in _defaults(model).items() if column in named}
    complete = [filler | row for row in rows]
    table = connection.ops.quote_name(model._meta.db_table)
    types = _types(model)
    columns = sorted(named)
    given = ", ".join(f"r.{connection.ops.quote_name(c)}" for c in columns)
    shape = ", ".join(f"{connection.ops.quote_name(c)} {types[c]}" for c in columns)
    names = ", ".join(connection.ops.quote_name(c) for c in [*columns, *same])
    constants = "".join(f", %s::{types[c]}" for c in same)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {given}{constants} "  # noqa: S608 - names come from the models
        f"FROM json_to_recordset(%s::json) AS r({shape})"
    )
    document = orjson.dumps(complete, default=_as_json).decode()
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same.values(), document])


def seal(model: type[models.Model], name: str, value: object, *, key: cipher.Key, pk: UUID) -> bytes:
    """A value of an encrypted field as it lies in the database, for the row with that primary key."""
    field = _encrypted(model, name)
    return cipher.seal(field.encode(value), key=key, table=model._meta.db_table, column=str(field.column), pk=pk)


def key_of(organization_id: UUID, owner_id: UUID) -> cipher.Key:
    """The data key of a person, made before."""
    return keys.data_key(organization_id, owner_id)


@cache
def _encrypted(model: type[models.Model], name: str) -> EncryptedField:
    field = model._meta.get_field(name)
    assert isinstance(field, EncryptedField)  # noqa: S101 - a programming error otherwise
    return field


@cache
def _types(model: type[models.Model]) -> Mapping[str, str]:
    return {str(field.column): str(field.db_type(connection)) for field in model._meta.concrete_fields}


def _defaults(model: type[models.Model]) -> Row:
    """What Django itself would store in each column that is left out."""
    now = timezone.now()
    found: Row = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if isinstance(field, models.AutoField):
            continue  # the database counts
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            found[column] = now
        elif not isinstance(field, EncryptedField):
            found[column] = field.get_default()
        else:
            found[column] = None
    return found


def _as_json(value: object) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError
