"""What a passkey answers (settings name these in MFA_FORMS): from this origin, and never older than the last time."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as

COUNT = "sign_count"


def require_here(data: CollectedClientData) -> None:
    """The library lets subdomains pass; here it is the address in the browser, exactly. Errors: ValidationError."""
    if data.origin != f"{context.request.scheme}://{context.request.get_host()}":
        raise get_adapter().validation_error("incorrect_code")


class AddPasskeyForm(AddWebAuthnForm):
    """A new one; it always does alone too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = _("Name, so that you know it again")
        self.fields["name"].max_length = 60

    def clean_credential(self) -> dict[str, Any]:
        """Errors: ValidationError."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            require_here(RegistrationResponse.from_dict(credential).response.client_data)
        except (TypeError, ValueError, KeyError):
            raise get_adapter().validation_error("incorrect_code") from None
        return credential


class _Passkey(AuthenticateWebAuthnForm):
    """Using one."""

    def clean_credential(self) -> Authenticator:
        """Errors: ValidationError. A refused one is in the trail."""
        typed = self.cleaned_data["credential"]
        try:
            response = _parsed(typed)
            require_here(response.client_data)
            authenticator = super().clean_credential()
            _require_newer(authenticator, response.authenticator_data.counter)
        except ValidationError:
            _note_refused(self.user)
            raise
        return authenticator


def _parsed(typed: Any) -> Any:
    try:
        return AuthenticationResponse.from_dict(typed).response
    except (TypeError, ValueError, KeyError, AttributeError):
        raise get_adapter().validation_error("incorrect_code") from None


def _require_newer(authenticator: Authenticator, count: int) -> None:
    """A count that doesn't go on means that somebody copied the key. Those that don't count always say 0."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    last = row.data.get(COUNT, 0)
    if (count or last) and count <= last:
        raise get_adapter().validation_error("incorrect_code")
    row.data[COUNT] = authenticator.data[COUNT] = count
    row.save(update_fields=["data"])


def _note_refused(user: User | None) -> None:
    organization_id = user.organization_id if user else None
    with acting_as(None):
        trail.record(events.SIGN_IN_FAILED, by=None, organization_id=organization_id, facts={"way": "passkey"})


class UsePasskeyForm(_Passkey):
    """As the second step."""


class PasskeyAloneForm(_Passkey, LoginWebAuthnForm):
    """Without a password."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):
    """When a dangerous act asks again."""
