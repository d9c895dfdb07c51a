"""Write a note, or mend one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Note
from frontend.forms.acting import ActionForm, DateInput

ROWS = {"rows": 8}


class NoteForm(ActionForm):
    """A note of a kind about a day."""

    body = forms.CharField(label=_("Note"), max_length=20000, widget=forms.Textarea(attrs=ROWS))
    kind = forms.ChoiceField(label=_("Kind"), choices=Note.Kind.choices, initial=Note.Kind.GENERAL)
    happened_on = forms.DateField(label=_("Date"), widget=DateInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today(user.organization)


class AmendForm(ActionForm):
    """The mended text; the first stays readable below it."""

    body = forms.CharField(label=_("Mended note"), max_length=20000, widget=forms.Textarea(attrs=ROWS))
