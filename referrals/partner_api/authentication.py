"""Who is calling: a partner's system, by a bearer token in the header (never in the address)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework import exceptions
from rest_framework.request import Request

from casemgr.accounts.models import Organization, User
from casemgr.db.actor import become


class PartnerRequest(Request):
    """A request as the views get it: `user` is the client's service account, `auth` its token."""

    if TYPE_CHECKING:
        user: User
        auth: Any


class PartnerAuthentication(OAuth2Authentication):
    """Turns a valid token into the client's service account and states it to the database.

    A suspended organization or a deactivated account is refused at its next request, whatever its token says.
    """

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        # the library would parse the body; read whole here, it stays at hand for the parser and the idempotency hash
        plain = request._request
        _ = plain.body
        found = super().authenticate(plain)
        if found is None:
            raise exceptions.AuthenticationFailed("The token is not valid or has expired.")
        token = found[1]
        account = _account(token.application)
        become(account.as_actor())
        return account, token


def _account(client: Any) -> User:
    """The client's service account, if its organization may take part now."""
    account: User | None = client.user
    organization: Organization = client.organization
    usable = (
        account is not None
        and account.is_active
        and account.is_machine
        and account.organization_id == organization.pk
        and organization.status == Organization.Status.ACTIVE
    )
    if not usable or account is None:
        raise exceptions.AuthenticationFailed("This client may not take part at present.")
    return account
