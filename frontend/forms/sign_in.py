"""The sign-in form (settings name it in ACCOUNT_FORMS, with ACCOUNT_SESSION_REMEMBER off)."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from frontend import lock


class SignInForm(LoginForm):
    """allauth's form with our words, and a question that shortens the idle time on devices others use too."""

    shared_device = forms.BooleanField(
        label=_("Other people use this device too"),
        required=False,
        help_text=_("The screen locks after 3 minutes, and nothing is kept when you close the browser."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password", "shared_device"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Remember on the session what kind of device this is; it outlives the second step."""
        if self.cleaned_data["shared_device"]:
            request.session[lock.SHARED] = True
        return super().login(request, redirect_url)
