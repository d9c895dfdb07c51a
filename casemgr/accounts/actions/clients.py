"""Partner systems: an OAuth client with a service account of its organization."""

import secrets

from django.db import transaction
from oauth2_provider.generators import generate_client_id

from casemgr.accounts.models import PartnerClient, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail


@transaction.atomic
def create_client(*, name: str, by: User) -> tuple[PartnerClient, str]:
    """A client for the administrator's organization; the secret is returned once and stored only as a hash."""
    require(by, "manage_people")
    client_id, secret = generate_client_id(), secrets.token_urlsafe(32)
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
