"""A name for a narrowed list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from frontend.forms.acting import ActionForm


class SavedViewForm(ActionForm):
    """The name; those who assign cases may share the view."""

    name = forms.CharField(label=_("Name of the view"), max_length=40, help_text=_("Not a person's name."))
    shared = forms.BooleanField(label=_("Show it to everybody in the organization"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.can("assign_case"):
            del self.fields["shared"]
