"""Small pieces of the casework pages."""

from collections.abc import Iterable

from django import forms, template
from django.forms import BoundField

from frontend.forms.codes import CodeField

register = template.Library()


@register.filter
def suggestions(form: forms.BaseForm) -> list[tuple[str, list[str]]]:
    """The lists that the form's inputs suggest from, each once: its id and labels in the reader's language."""
    fields = [field for field in form.fields.values() if isinstance(field, CodeField)]
    fullest = {field.list_id: field for field in sorted(fields, key=lambda field: field.special)}
    return [(name, field.labels()) for name, field in fullest.items()]


@register.filter
def any_errors(fields: Iterable[BoundField]) -> bool:
    """Whether something in these fields must be put right."""
    return any(field.errors for field in fields)
