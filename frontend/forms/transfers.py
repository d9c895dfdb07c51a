"""Ask a colleague to take a case over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.models import Case
from frontend.forms.acting import ActionForm, blank_is_none
from frontend.forms.case import case_workers


class TransferForm(ActionForm):
    """To whom, and what they should know once they have accepted."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )
    handover = forms.CharField(
        label=_("What to know for the hand-over"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your colleague reads this in the case, after accepting."),
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = case_workers(user).exclude(pk__in=[user.pk, case.caseworker_id or user.pk])
        self.fields["to"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "handover")
