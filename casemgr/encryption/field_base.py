"""What every encrypted field shares: a bytea column sealed under the key of the row's owner."""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, IsNull

from casemgr.encryption import cipher, keys
from casemgr.encryption.attributes import PlainAttribute, SealedAttribute
from casemgr.encryption.errors import PlaintextRefused
from casemgr.encryption.keys import KeyOwner, Owner
from casemgr.encryption.sealed import CLOSED, Sealed, Unsaved

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class EncryptedField(_Field, ABC):
    """Base of the encrypted fields: a bytea column, sealed by `casemgr.encryption.cipher`."""

    descriptor_class = SealedAttribute
    mutable = False

    # --- what a kind of field defines

    @abstractmethod
    def encode(self, plain: Any) -> bytes:
        """The bytes to seal. Errors: ValidationError without the value."""

    @abstractmethod
    def decode(self, encoded: bytes) -> Any:
        """The value that `encode` was given."""

    # --- sealing and opening

    def cell(self, instance: models.Model) -> Sealed | None:
        """The value as it lies on the instance, loaded if it was deferred."""
        if self.attname not in instance.__dict__:
            getattr(instance, self.attname)
        found: Sealed | None = instance.__dict__[self.attname]
        return found

    def open(self, sealed: Sealed, *, pk: object, owner: Owner) -> Any:
        """The plaintext of a value that came from `values_list`. Errors: Tampered, KeyDestroyed …"""
        encoded = self._opened(sealed, pk, owner)
        return self.empty_plain() if encoded is None else self.decode(encoded)

    def open_cell(self, instance: Any, cell: Sealed) -> None:
        """Decrypt a value in place, on its instance."""
        encoded = self._opened(cell, instance.pk, _owner(instance))
        cell.plain = self.empty_plain() if encoded is None else self.decode(encoded)
        cell.encoded = encoded if self.mutable else None

    def is_changed(self, cell: Sealed) -> bool:
        """Whether the value must be sealed before it is written."""
        if cell.ciphertext is None:
            return True
        return self.mutable and cell.plain is not CLOSED and self.encode(cell.plain) != cell.encoded

    def is_same(self, cell: Sealed, value: Any) -> bool:
        """Whether assigning `value` changes nothing. Answers without decrypting."""
        return not self.mutable and type(cell.plain) is type(value) and cell.plain == value

    def empty_plain(self) -> Any:
        """The default, unwrapped: what a row holds that was never written."""
        default = self.get_default()
        return default.plain if isinstance(default, Sealed) else None

    def _opened(self, sealed: Sealed, pk: object, owner: Owner) -> bytes | None:
        if not sealed.ciphertext:
            return None
        key = keys.key_of(owner, cipher.key_id(sealed.ciphertext))
        table, column = self.model._meta.db_table, self.column or ""
        return cipher.open_(sealed.ciphertext, key=key, table=table, column=column, pk=pk)

    def _sealed(self, instance: Any, plain: Any) -> Sealed:
        encoded = self.encode(plain)
        key = keys.key_of(_owner(instance))
        table, column = self.model._meta.db_table, self.column or ""
        ciphertext = cipher.seal(encoded, key=key, table=table, column=column, pk=instance.pk)
        return Sealed(ciphertext, plain=plain, encoded=encoded if self.mutable else None)

    # --- writing

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        cell = self.cell(model_instance)
        if cell is None:
            return None
        if not (add or self.is_changed(cell)):
            self._require_same_owner(model_instance, cell)
            return cell
        if cell.plain is CLOSED:
            self.open_cell(model_instance, cell)
        sealed = self._sealed(model_instance, cell.plain)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def _require_same_owner(self, instance: models.Model, cell: Sealed) -> None:
        """A row given to another owner without `reseal` would be unreadable: refuse to write it."""
        if cell.ciphertext:
            keys.key_of(_owner(instance), cipher.key_id(cell.ciphertext))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, Unsaved):
            value = self.pre_save(value.instance, add=False)
        if isinstance(value, Sealed) and value.ciphertext is None and value.plain == self.empty_plain():
            value = Sealed(b"")  # the schema editor adding a column to existing rows
        if isinstance(value, bytes) and not value:
            value = Sealed(b"")
        if not isinstance(value, Sealed) or value.ciphertext is None:
            raise PlaintextRefused(f"{self.name} is encrypted: assign it on an instance and save that.")
        return connection.Database.Binary(value.ciphertext)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            if isinstance(value, models.Case | Cast) and value.output_field is self:
                return value  # made by bulk_update
            raise PlaintextRefused(f"{self.name} is encrypted: SQL expressions can't be stored in it.")
        return self.get_db_prep_value(value, connection)

    # --- reading

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        if lookup_name == "exact":
            return _OnlyNone
        raise PlaintextRefused(f"{self.name} is encrypted: SQL can't compare it.")

    # --- Django's machinery

    def get_attname(self) -> str:
        return f"{self.name}_sealed"

    def get_attname_column(self) -> tuple[str, str]:
        return self.get_attname(), self.db_column or self.name

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.name, PlainAttribute(self))

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_default(self) -> Any:
        default = super().get_default()
        return default if default is None or isinstance(default, Sealed) else Sealed(plain=default)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if not isinstance(value, Sealed | Unsaved):
            return super().clean(value, model_instance)
        if model_instance is None:
            raise PlaintextRefused(f"{self.name} is encrypted: clean it with its instance.")
        plain = getattr(model_instance, self.name)
        cleaned = super().clean(plain, model_instance)
        setattr(model_instance, self.name, cleaned)
        return getattr(model_instance, self.attname)

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.name)

    def value_to_string(self, obj: models.Model) -> str:
        """What serializers write: the ciphertext in base64."""
        cell = self.pre_save(obj, add=False)
        return base64.b64encode(cell.ciphertext or b"").decode() if cell else ""

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        if self.has_default():
            kwargs = {"initial": self.empty_plain(), "show_hidden_initial": False, **kwargs}
        return super().formfield(form_class=form_class, choices_form_class=choices_form_class, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        problems = []
        if self.unique or getattr(self, "db_index", False) or self.primary_key:
            problems.append(("E001", "An encrypted field can't be unique, indexed or a primary key."))
        if not hasattr(self.model, "key_owner"):
            problems.append(("E002", "A model with encrypted fields must define key_owner()."))
        if not self.model._meta.abstract and self.model._meta.pk.get_internal_type() != "UUIDField":
            problems.append(("E003", "A model with encrypted fields needs a UUID primary key made in Python."))
        errors = [checks.Error(text, obj=self, id=f"encryption.{code}") for code, text in problems]
        return [*super().check(**kwargs), *errors]


class _OnlyNone(Exact):
    """`filter(alias=None)` means IS NULL; any other value is refused, unseen."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs is not None:
            raise PlaintextRefused("An encrypted field can't be compared in SQL.")
        super().__init__(lhs, rhs)


def reseal(instance: models.Model) -> None:
    """Open every encrypted field, to be sealed anew at the next save: before a change of owner or key.

    Save afterwards without `update_fields`, or name them all.
    """
    for field in instance._meta.concrete_fields:
        if isinstance(field, EncryptedField) and getattr(instance, field.name) is not None:
            instance.__dict__[field.attname] = Sealed(plain=getattr(instance, field.name))


def move_cell(field: EncryptedField, ciphertext: bytes, *, pk: UUID, owner: KeyOwner, to: KeyOwner) -> bytes:
    """A stored value, sealed anew for the same row under another owner's key. Errors: Tampered, KeyDestroyed."""
    encoded = field._opened(Sealed(ciphertext), pk, owner)
    if encoded is None:
        return ciphertext
    table, column = field.model._meta.db_table, field.column or ""
    return cipher.seal(encoded, key=keys.data_key(*to), table=table, column=column, pk=pk)


def _owner(instance: Any) -> Owner:
    owner: Owner = instance.key_owner()
    return owner
