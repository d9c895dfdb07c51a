"""Where a partner system is told that something happened, and which deliveries one wants to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import PartnerClient, User
from casemgr.outbound.target import LONGEST
from frontend.forms.acting import ActionForm
from frontend.forms.provider import LTR
from referrals.models import WebhookDelivery


class WebhookForm(ActionForm):
    """Which system, and its address."""

    account = forms.ModelChoiceField(
        label=_("Which partner system?"),
        queryset=PartnerClient.objects.none(),
        empty_label=_("Choose …"),
        help_text=_("It is told of the referrals that it could read itself, and of no others."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("Where the system listens: https://hooks.example.org/referrals"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        systems = PartnerClient.objects.filter(organization=user.home, user__is_active=True).order_by("name")
        field: Any = self.fields["account"]
        field.queryset = systems
        field.label_from_instance = lambda client: client.name
        if len(systems) == 1:
            field.initial = systems[0]

    def clean_account(self) -> User:
        """The system's service account."""
        account: User = self.cleaned_data["account"].user
        return account


class DeliveriesForm(forms.Form):
    """Deliveries in one state, or all."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *WebhookDelivery.State.choices], required=False
    )
