"""Small pieces of the casework pages."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField

from cases.consent_texts import Text, text_of
from cases.search import Duplicate
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


@register.filter
def each_once(known: Iterable[Duplicate]) -> list[Duplicate]:
    """Whom words may mean, with one line for all whom the same colleague works with: they are asked once."""
    return list({one.case.pk if one.case else one.worker: one for one in known}.values())


@register.simple_tag
def consent_text(purpose: str, text: Any = None) -> Text:
    """The text that is read to the person: the given one, or that of the purpose in the reader's language."""
    return text or text_of(purpose)
