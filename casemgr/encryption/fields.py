"""Model fields sealed under the key of the row's owner. The model says whose that is:

    alias = EncryptedText(_("alias"), max_length=100, blank=True)

    def key_owner(self) -> KeyOwner:
        return KeyOwner(self.organization_id, self.person_id)

Rows load without decrypting; the first read of `person.alias` does. None is NULL; "" is sealed like any
text, so nobody can blank a value unnoticed. SQL can only ask `alias__isnull`. A column added to existing
rows by a migration holds zero bytes and reads as the field's default.
Before changing a row's primary key or owner, call `reseal(instance)`.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from django import forms
from django.core import exceptions, validators
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.field_base import EncryptedField, reseal
from casemgr.encryption.keys import JointOwner, KeyOwner
from casemgr.encryption.sealed import Sealed

__all__ = [
    "EncryptedDate",
    "EncryptedField",
    "EncryptedJSON",
    "EncryptedText",
    "JointOwner",
    "KeyOwner",
    "Sealed",
    "reseal",
]


class EncryptedText(EncryptedField):
    """Sealed text. `max_length` counts plaintext characters; without one the form shows a text area."""

    description = _("Encrypted text")
    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(validators.MaxLengthValidator(self.max_length))

    def encode(self, plain: Any) -> bytes:
        text = self.to_python(plain)
        if self.max_length is not None and len(text) > self.max_length:
            raise exceptions.ValidationError({self.name: _("This text is too long.")}, code="max_length")
        try:
            return str.encode(text)
        except UnicodeEncodeError:
            raise _invalid(_("This text has characters that can't be stored.")) from None

    def decode(self, encoded: bytes) -> str:
        return encoded.decode()

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, Promise):
            return str(value)
        raise _invalid(_("Enter text."))

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        defaults: dict[str, Any] = {"max_length": self.max_length}
        if self.null:
            defaults["empty_value"] = None
        if self.max_length is None or self.max_length > 255:
            defaults["widget"] = forms.Textarea
        return super().formfield(form_class or forms.CharField, choices_form_class, **defaults | kwargs)


class EncryptedDate(EncryptedField):
    """A sealed calendar date, without a time zone."""

    description = _("Encrypted date")
    empty_strings_allowed = False
    _pyi_private_set_type: datetime.date
    _pyi_private_get_type: datetime.date

    def encode(self, plain: Any) -> bytes:
        return self.to_python(plain).isoformat().encode()

    def decode(self, encoded: bytes) -> datetime.date:
        return datetime.date.fromisoformat(encoded.decode())

    def to_python(self, value: Any) -> Any:
        if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise _invalid(_("Enter a date as YYYY-MM-DD.")) from None

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        return super().formfield(form_class or forms.DateField, choices_form_class, **kwargs)


class EncryptedJSON(EncryptedField):
    """Sealed JSON: lists, dicts, text, numbers, booleans. Changes inside it are noticed on save."""

    description = _("Encrypted JSON")
    empty_strings_allowed = False
    mutable = True
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def encode(self, plain: Any) -> bytes:
        try:
            return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        except (TypeError, ValueError):
            raise _invalid(_("This can't be stored as JSON.")) from None

    def decode(self, encoded: bytes) -> Any:
        return json.loads(encoded)

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        return super().formfield(form_class or forms.JSONField, choices_form_class, **kwargs)


def _invalid(message: Any) -> exceptions.ValidationError:
    return exceptions.ValidationError(message, code="invalid")
