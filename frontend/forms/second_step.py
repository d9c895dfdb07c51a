"""The code of the second step (settings name these in MFA_FORMS), with the house's own count of wrong ones."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from casemgr.accounts import tries
from casemgr.accounts.adapters import wait_words


class _Counted(BaseAuthenticateForm):
    """Wrong codes of strangers keep no known device waiting."""

    def clean_code(self) -> str:
        """Errors: ValidationError."""
        try:
            attempt = tries.begin(context.request, self.user.email, step="code")
        except tries.MustWait as wait:
            raise ValidationError(wait_words(wait.seconds)) from None
        try:
            code: str = super().clean_code()
        except ValidationError:
            attempt.failed()
            raise
        attempt.succeeded()
        return code


class CodeForm(_Counted, AuthenticateForm):
    """At sign-in."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """When a dangerous act asks again."""
