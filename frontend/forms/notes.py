"""Write a note, or mend one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import ComplaintStep, Note
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.late import late_field

ROWS = {"rows": 8}


class NoteForm(ActionForm):
    """A note of a kind about a day."""

    body = forms.CharField(label=_("Note"), max_length=20000, widget=forms.Textarea(attrs=ROWS))
    kind = forms.ChoiceField(label=_("Kind"), choices=Note.Kind.choices, initial=Note.Kind.GENERAL)
    happened_on = forms.DateField(label=_("Date"), widget=DateInput)
    late_reason = late_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today(user.organization)


class AmendForm(ActionForm):
    """The mended text; the first stays readable below it."""

    body = forms.CharField(label=_("Mended note"), max_length=20000, widget=forms.Textarea(attrs=ROWS))


class MoveNoteForm(ActionForm):
    """The right case by its number; or, ticked, nowhere."""

    other = forms.CharField(
        label=_("Number of the case it belongs to"), max_length=12, required=False, help_text=_("For example: C-0012")
    )
    expunge = forms.BooleanField(
        label=_("It belongs nowhere: take it away for good. It can't be brought back."), required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("other")) == bool(values.get("expunge")):
            self.add_error("other", _("Name the right case, or tick that it belongs nowhere."))
        return values


class ComplaintStepForm(ActionForm):
    """What was done with a complaint."""

    kind = forms.ChoiceField(label=_("What was done?"), choices=ComplaintStep.Kind.choices, widget=forms.RadioSelect)
