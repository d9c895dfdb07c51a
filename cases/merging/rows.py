"""Read, write and remove whole rows as JSON, sealed columns and all; nothing is opened unless its owner changes.

PostgreSQL's own `to_jsonb` and `jsonb_populate_record` make the round trip without loss (bytea as hex).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from psycopg import sql

from casemgr.encryption.field_base import EncryptedField, move_cell
from casemgr.encryption.keys import KeyOwner
from casemgr.encryption.registry import encrypted_fields

Row = dict[str, Any]


def read(model: type[Model], ids: Iterable[Any]) -> dict[str, Row]:
    """The rows with these primary keys, by key as text, as far as the database shows them."""
    asked = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE t.id = ANY(%s)").format(sql.Identifier(model._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(ids)])
        found = [row if isinstance(row, dict) else json.loads(row) for (row,) in cursor.fetchall()]
    return {row["id"]: row for row in found}


def replace(model: type[Model], row: Row) -> None:
    """Put a row in the place of the one with its key, if there is one: tables that refuse changes take this too."""
    remove(model, [row["id"]])
    put = sql.SQL("INSERT INTO {0} SELECT (jsonb_populate_record(NULL::{0}, %s::jsonb)).*").format(
        sql.Identifier(model._meta.db_table)
    )
    with connection.cursor() as cursor:
        cursor.execute(put, [json.dumps(row)])


def change(model: type[Model], row: Row) -> None:
    """Set every column of the row with this key."""
    columns = sql.SQL(", ").join(map(sql.Identifier, sorted(row)))
    put = sql.SQL(
        "UPDATE {0} SET ({1}) = (SELECT {1} FROM jsonb_populate_record(NULL::{0}, %s::jsonb)) WHERE id = %s"
    ).format(sql.Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor:
        cursor.execute(put, [json.dumps(row), row["id"]])


def remove(model: type[Model], ids: Iterable[Any]) -> None:
    """Delete the rows with these keys; what points at them is checked when the transaction ends."""
    delete = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(sql.Identifier(model._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(delete, [[UUID(str(one)) for one in ids]])


def for_owner(model: type[Model], row: Row, *, owner: KeyOwner, to: KeyOwner) -> Row:
    """The same row with its sealed columns under another owner's key. Errors: Tampered, KeyDestroyed."""
    columns = {str(field.column): field for field in encrypted_fields(model)}
    return row | {name: _moved(field, row, owner, to) for name, field in columns.items() if row.get(name)}


def back(model: type[Model], now: Row, entry: Mapping[str, Row], *, owner: KeyOwner, to: KeyOwner) -> Row:
    """The row as it was before, with what was changed since kept: column by column."""
    before, after = entry["before"], entry["after"]
    sealed = {str(field.column): field for field in encrypted_fields(model)}
    row: Row = {}
    for column, value in now.items():
        if column not in after or value == after[column]:
            row[column] = before.get(column, value)
        elif column in sealed and value:
            row[column] = _moved(sealed[column], now, owner, to)
        else:
            row[column] = value
    return row


def _moved(field: EncryptedField, row: Row, owner: KeyOwner, to: KeyOwner) -> str:
    ciphertext = bytes.fromhex(row[str(field.column)].removeprefix("\\x"))
    if not ciphertext or owner == to:
        return str(row[str(field.column)])
    return "\\x" + move_cell(field, ciphertext, pk=UUID(row["id"]), owner=owner, to=to).hex()
