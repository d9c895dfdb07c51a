"""Which fields are in clear and which are sealed: every one must be declared, beside the fields.

A model lists the clear ones: `CLEAR = frozenset({"id", "status", …})`. The rest must be Encrypted fields.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from casemgr.encryption.fields import EncryptedField

ROOMS = ("accounts", "cases", "referrals", "anonymized_exports")


def undeclared_fields() -> list[str]:
    """Fields neither encrypted nor in `CLEAR`, and names in `CLEAR` that are no field: "app.Model.field"."""
    return sorted(problem for model in _models() for problem in _undeclared(model))


def encrypted_fields(model: type[Model]) -> list[EncryptedField]:
    """The sealed fields of a model, in order of declaration."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def inventory() -> dict[str, dict[str, list[str]]]:
    """{"app.Model": {"clear": [...], "encrypted": [...]}} for the documentation."""
    return {
        model._meta.label: {
            "clear": sorted(clear_fields(model)),
            "encrypted": [field.name for field in encrypted_fields(model)],
        }
        for model in _models()
    }


def clear_fields(model: type[Model]) -> frozenset[str]:
    """The union of CLEAR along the model's bases, so an abstract base declares its own fields."""
    return frozenset().union(*(vars(base).get("CLEAR", frozenset()) for base in model.__mro__))


def _undeclared(model: type[Model]) -> Iterator[str]:
    clear, sealed = clear_fields(model), {field.name for field in encrypted_fields(model)}
    names = {field.name for field in model._meta.concrete_fields}
    for name in (names - clear - sealed) | (clear - names) | (clear & sealed):
        yield f"{model._meta.label}.{name}"


def _models() -> Iterator[type[Model]]:
    for config in apps.get_app_configs():
        if config.label in ROOMS:
            yield from config.get_models()
