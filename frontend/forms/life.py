"""Close a case, open it again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import StageChange
from frontend.forms.acting import ActionForm, blank_is_none

WORDS = {"rows": 3}
REASONS = [("", _("Choose …")), *StageChange.Reason.choices]


class CloseForm(ActionForm):
    """Why, in a code and in words; what becomes of open tasks."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Why is the case closed?"), choices=REASONS)
    note = forms.CharField(label=_("In words"), required=False, max_length=1000, widget=forms.Textarea(attrs=WORDS))
    drop_tasks = forms.BooleanField(label=_("Drop the tasks that are still open"), required=False)

    def __init__(self, *args: Any, open_tasks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not open_tasks:
            del self.fields["drop_tasks"]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "note")


class RestrictForm(ActionForm):
    """Whether a case is hidden, or shown again, as it was offered; and why."""

    restricted = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Whoever sees the case reads this."),
    )


class ReopenForm(ActionForm):
    """Why the work is taken up again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why is the case opened again?"), max_length=1000, widget=forms.Textarea(attrs=WORDS)
    )
