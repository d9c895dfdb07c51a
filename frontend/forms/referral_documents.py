"""Which documents of the case go along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Document
from frontend.forms.acting import ActionForm


class DocumentsForm(ActionForm):
    """A box for each document that doesn't go along yet."""

    documents = forms.MultipleChoiceField(
        label=_("Which documents go along?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is copied as it is when they take the person on. Choose as few as the service needs."),
    )

    def __init__(self, *args: Any, offered: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["documents"]
        field.choices = [(one.public_id, f"{one.title} ({one.get_kind_display()})") for one in offered]
