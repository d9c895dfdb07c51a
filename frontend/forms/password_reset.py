"""Asking for a new password (settings name the form in ACCOUNT_FORMS): the same answer and work, account or not."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.accounts.tasks import send_reset_link
from casemgr.accounts.tries import NOBODY


class AskResetForm(ResetPasswordForm):
    """Leaves a job; the worker finds out whether anybody gets mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """As it is looked for."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Defer the job, of nobody when there is no such account."""
        email: str = self.cleaned_data["email"]
        found = User.objects.filter(email=email).values_list("pk", flat=True).first()
        send_reset_link.defer(user=str(found or NOBODY))
        return email
