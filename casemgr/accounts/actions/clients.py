"""Partner systems: an OAuth client with a service account of its organization."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_id
from oauth2_provider.models import get_access_token_model, get_grant_model, get_refresh_token_model

from casemgr.accounts.models import Organization, PartnerClient, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState

SECRET_BYTES = 32


@transaction.atomic
def create_client(*, name: str, by: User) -> tuple[PartnerClient, str]:
    """A client for the administrator's organization; the secret is returned once and stored only as a hash."""
    require(by, "manage_people")
    client, secret = make_client(name=name, organization=by.home)
    trail.record(events.CLIENT_CREATED, by=by, subject=client)
    return client, secret


def make_client(*, name: str, organization: Organization) -> tuple[PartnerClient, str]:
    """A client with its account, and its secret. Whoever calls this has asked who may, and tells the trail."""
    client_id, secret = generate_client_id(), secrets.token_urlsafe(SECRET_BYTES)
    account = User.objects.create_user(
        f"{client_id}@clients.invalid".lower(),
        name=name,
        organization=organization,
        role="partner_client",
        is_machine=True,
    )
    client = PartnerClient.objects.create(
        name=name,
        organization=organization,
        user=account,
        client_id=client_id,
        client_secret=secret,
        client_type=PartnerClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=PartnerClient.GRANT_CLIENT_CREDENTIALS,
    )
    return client, secret


@transaction.atomic
def rotate_secret(client: PartnerClient, *, by: User) -> str:
    """A new secret, returned once; the old one and all tokens die now. Errors: NotFound, NotInThisState."""
    _require_living(client, by)
    secret = new_secret(client)
    trail.record(events.CLIENT_SECRET_ROTATED, by=by, subject=client)
    return secret


@transaction.atomic
def end_client(client: PartnerClient, *, by: User) -> None:
    """End the connection for good: account, secret and tokens. Errors: NotFound, NotInThisState."""
    _require_living(client, by)
    end_access(client)
    trail.record(events.CLIENT_ENDED, by=by, subject=client)


def end_access(client: PartnerClient) -> None:
    """Its account, secret and tokens end. Whoever calls this has asked who may, and tells the trail."""
    User.objects.filter(pk=client.user_id).update(is_active=False)
    new_secret(client)  # known to nobody


def _require_living(client: PartnerClient, by: User) -> None:
    require(by, "manage_people")
    if client.organization_id != by.organization_id:
        raise NotFound()
    if not User.objects.filter(pk=client.user_id, is_active=True).exists():
        raise NotInThisState(_("This connection has ended."))


def new_secret(client: PartnerClient) -> str:
    """Another secret; the old one and all tokens die. Whoever calls this has asked who may, and tells the trail."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _replace_secret(client, secret)
    return secret


def _replace_secret(client: PartnerClient, secret: str) -> None:
    client.client_secret = secret
    client.save(update_fields=["client_secret", "updated"])
    for tokens in (get_refresh_token_model(), get_access_token_model(), get_grant_model()):
        tokens.objects.filter(application=client).delete()
