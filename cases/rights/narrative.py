"""The sealed columns that *erase only what was told* blanks: by the register of what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cases.rights.register import NARRATIVE_OUT, PARTS


def _columns(told: Iterable[tuple[type[Any], Iterable[str]]]) -> tuple[str, ...]:
    found = ((model, model._meta.get_field(name)) for model, names in told for name in names)
    return tuple(f"{model._meta.db_table}.{field.column}" for model, field in found)


#: of casework
COLUMNS: tuple[str, ...] = _columns([*((part.model, part.narrative) for part in PARTS), *NARRATIVE_OUT.items()])
_others: list[str] = []


def also_told(words: Mapping[type[Any], tuple[str, ...]]) -> None:
    """Columns of another room that go with them; each model has a case."""
    _others.extend(column for column in _columns(words.items()) if column not in _others)


def columns() -> list[str]:
    """Of every room."""
    return [*COLUMNS, *_others]
