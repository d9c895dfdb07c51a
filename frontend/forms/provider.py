"""An organization's identity provider: setting it up, and beginning to sign in through it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import IdentityProvider
from frontend.forms.acting import ActionForm

LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class ProviderForm(ActionForm):
    """Who the provider is, how it knows us, and whether people must come through it."""

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=500,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("The provider's address, to the letter: https://login.example.org"),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=255, widget=forms.TextInput(attrs=LTR))
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=1000,
        strip=True,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    required = forms.BooleanField(
        label=_("People must sign in through the provider"),
        required=False,
        help_text=_("Then passwords open nothing, but for administrators: so nobody locks the organization out."),
    )

    def __init__(self, *args: Any, provider: IdentityProvider | None, **kwargs: Any) -> None:
        names = ("issuer", "client_id", "required")
        known = {name: getattr(provider, name) for name in names} if provider else {}
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)
        if provider:
            self.fields["secret"].help_text = _("It is never shown again. Leave this empty to keep it.")


class ThroughOrganizationForm(forms.Form):
    """Which organization, by the short name that its administrator told."""

    slug = forms.CharField(
        label=_("Your organization's short name"),
        max_length=50,
        widget=forms.TextInput(attrs=LTR | {"autocapitalize": "none"}),
        help_text=_("Your administrator knows it."),
    )
    shared_device = forms.BooleanField(
        label=_("Other people use this device too"),
        required=False,
        help_text=_("The screen locks after 3 minutes, and nothing is kept when you close the browser."),
    )
