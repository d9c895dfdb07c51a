"""How allauth is bent to the house: no self-registration, secrets of second factors encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemgr.accounts import tries
from casemgr.accounts.actions import must_use_provider, refuse_provider_sign_in
from casemgr.accounts.models import IdentityProvider, User
from casemgr.encryption.secrets import open_secret, seal_secret
from casemgr.rate_limits import words

FACTOR = "second-factor"  # what second factors are sealed for


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whose organization asks for its identity provider comes in no other way, the right password or not."""
        if not (kwargs["signal_kwargs"] or {}).get("provider") and must_use_provider(user):
            clear_login(request)
            provider = IdentityProvider.objects.get(organization=user.home)
            refuse_provider_sign_in(provider, "provider_required")
            messages.error(request, _("Your organization asks you to sign in through it."))
            return redirect("provider_start")
        return super().pre_login(request, user, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of the library's count, by which anybody could lock anybody out. Errors: ValidationError."""
        try:
            self._attempt = tries.begin(request, str(credentials.get("email") or ""))
        except tries.MustWait as wait:
            raise ValidationError(wait_words(wait.seconds)) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check the password, and count a wrong one."""
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            self._attempt.failed()
        else:
            self._attempt.succeeded()
        return user


def wait_words(seconds: int) -> str:
    """When to go on after too many wrong tries, and what to do instead; the same whether the account exists or not."""
    help_words = _(
        "A device that you signed in on before isn't kept waiting by others' tries. Or ask your administrator for a "
        "one-time link."
    )
    return f"{words(seconds)} {help_words}"


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed under the instance's key before they reach the database."""

    def encrypt(self, text: str) -> str:
        return seal_secret(text, purpose=FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text, purpose=FACTOR)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last second factor of somebody whose role needs one."""
        ways = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        others = ways.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not authenticator.user.role_data.second_factor or others.exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host alone; what the software is for stands on no device."""
        return super().get_public_key_credential_rp_entity() | {"name": "Casework"}

    def get_totp_issuer(self) -> str:
        return "Casework"
