"""The two attributes of an encrypted field: `alias` is plaintext, `alias_sealed` what the database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute

from casemgr.encryption.errors import PlaintextRefused
from casemgr.encryption.sealed import CLOSED, Sealed, Unsaved

if TYPE_CHECKING:
    from casemgr.encryption.fields import EncryptedField


class SealedAttribute(DeferredAttribute):
    """Loading, `refresh_from_db`, `bulk_update` and validation go through here and decrypt nothing."""

    field: EncryptedField

    def __get__(self, instance: Model | None, cls: Any = None) -> Any:
        cell = super().__get__(instance, cls)
        if isinstance(cell, Sealed) and self.field.is_changed(cell):
            assert instance is not None  # noqa: S101 - a cell comes from an instance
            return Unsaved(self.field, instance)
        return cell

    def __set__(self, instance: Model, value: Any) -> None:
        if isinstance(value, Unsaved):
            if value.instance is not instance:
                raise PlaintextRefused("An unsaved encrypted value belongs to one instance.")
        elif value is None or isinstance(value, Sealed):
            instance.__dict__[self.field.attname] = value
        else:
            raise PlaintextRefused(f"Assign plaintext to {self.field.name}, not to {self.field.attname}.")


class PlainAttribute:
    """Reading decrypts once and keeps the result on the instance; assigning marks it to be sealed."""

    def __init__(self, field: EncryptedField) -> None:
        self.field = field

    def __get__(self, instance: Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        cell = self.field.cell(instance)
        if cell is None:
            return None
        if cell.plain is CLOSED:
            self.field.open_cell(instance, cell)
        return cell.plain

    def __set__(self, instance: Model, value: Any) -> None:
        cell = instance.__dict__.get(self.field.attname)
        if isinstance(value, Sealed) or value is None:
            instance.__dict__[self.field.attname] = value
        elif cell is None or not self.field.is_same(cell, value):
            instance.__dict__[self.field.attname] = Sealed(plain=value)
