"""Small pieces of the casework pages."""

from collections.abc import Iterable

from django import forms, template
from django.forms import BoundField

from frontend.forms.codes import CodeField

register = template.Library()


@register.filter
def suggestions(form: forms.BaseForm) -> list[tuple[str, list[str]]]:
    """The lists that the form's inputs suggest from, each once: its id and labels in the reader's language."""
    lists = {field.list_id: field for field in form.fields.values() if isinstance(field, CodeField)}
    special = {f.list_id for f in form.fields.values() if isinstance(f, CodeField) and f.special}
    return [(name, list(_labels(field, name in special))) for name, field in lists.items()]


def _labels(field: CodeField, special: bool) -> Iterable[str]:
    return (str(label) for _code, label in field.codes.choices(special=special))


@register.filter
def any_errors(fields: Iterable[BoundField]) -> bool:
    """Whether something in these fields must be put right."""
    return any(field.errors for field in fields)
