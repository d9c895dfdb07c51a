"""A value in its sealed form, as a model instance, `values()` or a pickle carries it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from casemgr.encryption.errors import PlaintextRefused

if TYPE_CHECKING:
    from django.db.models import Model

    from casemgr.encryption.fields import EncryptedField

CLOSED: Any = object()


class Sealed:
    """A ciphertext, and its plaintext once somebody read it. Never shows or pickles the plaintext."""

    __slots__ = ("ciphertext", "encoded", "plain")

    def __init__(self, ciphertext: bytes | None = None, *, plain: Any = CLOSED, encoded: bytes | None = None) -> None:
        self.ciphertext = ciphertext  # None: assigned, not sealed yet
        self.plain = plain
        self.encoded = encoded  # what was sealed, to notice changes inside a mutable value

    def __repr__(self) -> str:
        return "<Sealed>" if self.ciphertext is None else f"<Sealed {len(self.ciphertext)} bytes>"

    def __reduce__(self) -> tuple[type[Sealed], tuple[bytes]]:
        if self.ciphertext is None:
            raise PlaintextRefused("Save before pickling: an assigned value isn't sealed yet.")
        return Sealed, (self.ciphertext,)

    def __copy__(self) -> Sealed:
        return Sealed(self.ciphertext, plain=self.plain, encoded=self.encoded)

    def __deepcopy__(self, memo: dict[int, Any]) -> Sealed:
        plain = CLOSED if self.plain is CLOSED else copy.deepcopy(self.plain, memo)
        return Sealed(self.ciphertext, plain=plain, encoded=self.encoded)


class Unsaved:
    """Stands for a value that will be sealed when SQL is made: what `bulk_update` and validation see."""

    __slots__ = ("field", "instance")

    def __init__(self, field: EncryptedField, instance: Model) -> None:
        self.field = field
        self.instance = instance

    def __repr__(self) -> str:
        return "<Unsaved>"
