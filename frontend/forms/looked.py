"""Asked only once a resemblance was found."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def looked_field() -> forms.BooleanField:
    """That a resemblance was looked at."""
    return forms.BooleanField(label=_("I looked: it isn't the same person, or it is safe"), required=False)
