"""Partner systems: an OAuth client with a service account of its organization."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_id
from oauth2_provider.models import get_access_token_model, get_grant_model, get_refresh_token_model

from casemgr.accounts.models import PartnerClient, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState

SECRET_BYTES = 32


@transaction.atomic
def create_client(*, name: str, by: User) -> tuple[PartnerClient, str]:
    """A client for the administrator's organization; the secret is returned once and stored only as a hash."""
    require(by, "manage_people")
    client_id, secret = generate_client_id(), secrets.token_urlsafe(SECRET_BYTES)
    account = User.objects.create_user(
        f"{client_id}@clients.invalid".lower(),
        name=name,
        organization=by.home,
        role="partner_client",
        is_machine=True,
    )
    client = PartnerClient.objects.create(
        name=name,
        organization=by.home,
        user=account,
        client_id=client_id,
        client_secret=secret,
        client_type=PartnerClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=PartnerClient.GRANT_CLIENT_CREDENTIALS,
    )
    trail.record(events.CLIENT_CREATED, by=by, subject=client)
    return client, secret


@transaction.atomic
def rotate_secret(client: PartnerClient, *, by: User) -> str:
    """A new secret, returned once; the old one and all tokens die now. Errors: NotFound, NotInThisState."""
    _require_living(client, by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _replace_secret(client, secret)
    trail.record(events.CLIENT_SECRET_ROTATED, by=by, subject=client)
    return secret


@transaction.atomic
def end_client(client: PartnerClient, *, by: User) -> None:
    """End the connection for good: account, secret and tokens. Errors: NotFound, NotInThisState."""
    account = _require_living(client, by)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _replace_secret(client, secrets.token_urlsafe(SECRET_BYTES))  # known to nobody
    trail.record(events.CLIENT_ENDED, by=by, subject=client)


def _require_living(client: PartnerClient, by: User) -> User:
    require(by, "manage_people")
    if client.organization_id != by.organization_id:
        raise NotFound()
    account = User.objects.filter(pk=client.user_id, is_active=True).first()
    if account is None:
        raise NotInThisState(_("This connection has ended."))
    return account


def _replace_secret(client: PartnerClient, secret: str) -> None:
    client.client_secret = secret
    client.save(update_fields=["client_secret", "updated"])
    for tokens in (get_refresh_token_model(), get_access_token_model(), get_grant_model()):
        tokens.objects.filter(application=client).delete()
