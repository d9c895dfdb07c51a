"""Funds, requests for money, group sessions, and what became of a planned service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.codelists.services import SERVICES
from cases.models import Case, Fund, MoneyRequest, ServiceRecord
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.late import late_field


def amount(label: Any, **more: Any) -> forms.DecimalField:
    """Money with two places."""
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, **more)


class FundForm(ActionForm):
    """A new fund."""

    name = forms.CharField(label=_("Name of the fund"), max_length=100)
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters: USD, THB …")
    )
    quick_limit = amount(
        _("Paid without approval up to"), min_value=0, initial=0, help_text=_("0: every request is approved first.")
    )


class MoveForm(ActionForm):
    """Money in, or with a minus out."""

    amount = amount(_("Amount"), help_text=_("With a minus: taken out."))


class AskForm(ActionForm):
    """What somebody needs now."""

    fund = forms.ModelChoiceField(
        label=_("Out of which fund"), queryset=Fund.objects.none(), to_field_name="public_id", empty_label=None
    )
    amount = amount(_("Amount"), min_value=0)
    purpose = forms.ChoiceField(label=_("What for"), choices=MoneyRequest.Purpose.choices, widget=forms.RadioSelect)
    detail = forms.CharField(
        label=_("Detail"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funds = Fund.objects.visible_to(user).filter(closed_at=None).order_by("name")
        self.fields["fund"].queryset = funds  # type: ignore[attr-defined]
        self.fields["fund"].label_from_instance = lambda fund: f"{fund.name} ({fund.currency})"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "detail")


class AnswerForm(ActionForm):
    """Approve or refuse."""

    answer = forms.CharField(
        label=_("A word to your colleague"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you refuse."),
    )


class SettleServiceForm(ActionForm):
    """What became of a planned service."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[pair for pair in ServiceRecord.Outcome.choices if pair[0] != ServiceRecord.Outcome.PLANNED],
        widget=forms.RadioSelect,
    )
    on_date = forms.DateField(label=_("Date"), widget=DateInput)
    late_reason = late_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_date"].initial = today(user.organization)


class SessionForm(ActionForm):
    """A group that met, and who of one's own open cases came."""

    service_code = forms.ChoiceField(label=_("Service"), choices=SERVICES.choices, initial="group_session")
    held_on = forms.DateField(label=_("Date"), widget=DateInput)
    late_reason = late_field()
    minutes = forms.IntegerField(label=_("Minutes"), initial=60, min_value=1, max_value=24 * 60)
    cases = forms.ModelMultipleChoiceField(
        label=_("Who came"),
        queryset=Case.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = today(user.organization)
        self.fields["cases"].queryset = offered  # type: ignore[attr-defined]
        self.fields["cases"].label_from_instance = lambda case: f"{case.person.alias} · {case.label}"  # type: ignore[attr-defined]
