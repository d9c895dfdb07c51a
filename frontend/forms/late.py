"""Why something is written down only now: asked beside every day that may lie behind."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.backdating import LateReason

LATE = [("", "–"), *LateReason.choices]


def late_field() -> forms.ChoiceField:
    """The reason; needed for what lies more than a week back."""
    return forms.ChoiceField(label=_("If it was more than a week ago: why now?"), choices=LATE, required=False)
