"""Who is calling: a partner's system, by a bearer token in the header (never in the address or the body)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from oauth2_provider.models import AccessToken
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from casemgr.accounts.models import Organization, User
from casemgr.db.actor import become


class PartnerRequest(Request):
    """A request as the views get it: `user` is the client's service account, `auth` its token."""

    if TYPE_CHECKING:
        user: User
        auth: Any


class ClientRefused(exceptions.AuthenticationFailed):
    """The token is genuine, but its client may not take part now."""

    default_detail = "This client may not take part at present."

    def __init__(self, account: User | None) -> None:
        super().__init__()
        self.account = account


class PartnerAuthentication(BaseAuthentication):
    """Turns a valid token into the client's service account and states it to the database.

    A suspended organization or a deactivated account is refused at its next request, whatever its token says. The
    library's own authentication reads the body before it knows who is asking; this looks at the header alone.
    """

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        checksum = hashlib.sha256(given.strip().encode()).hexdigest()
        tokens = AccessToken.objects.select_related("application__organization__practice_of", "application__user")
        token = tokens.filter(token_checksum=checksum).first()
        if token is None or token.is_expired() or token.application is None:
            raise exceptions.AuthenticationFailed("The token is not valid or has expired.")
        account = _account(token.application)
        become(account.as_actor())
        return account, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _is_active(organization: Organization | None) -> bool:
    return organization is not None and organization.is_active


def _account(client: Any) -> User:
    """The client's service account, if its organization may take part now."""
    account: User | None = client.user
    organization: Organization = client.organization
    usable = (
        account is not None
        and account.is_active
        and account.is_machine
        and account.organization_id == organization.pk
        and organization.is_active
        and (organization.practice_of_id is None or _is_active(organization.practice_of))
    )
    if not usable or account is None:
        raise ClientRefused(account)
    account.organization = organization  # it is the same one, and was read with the token
    return account
