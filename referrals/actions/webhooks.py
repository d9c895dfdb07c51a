"""Where an organization's systems are told that a referral moved: added, given a new secret, removed.

A system does this for itself; an administrator for every system of the organization.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from casemgr.outbound import OutboundError, require_target
from referrals.models import WebhookEndpoint
from referrals.permissions import require_webhooks

from ._step import Versions

MOST = 5  # of one system


@transaction.atomic
def add_webhook(*, url: str, account: User, by: User) -> tuple[WebhookEndpoint, str]:
    """Send events to `url` for the system with this service account; the secret is returned once.

    Errors: InvalidInput naming the field, NotInThisState when the system has enough addresses, NotFound.
    """
    require_webhooks(by)
    url = url.strip()
    _require_url(url)
    account = _system(account, by)
    known = WebhookEndpoint.objects.visible_to(by).filter(account=account)
    if known.count() >= MOST:
        raise NotInThisState(_("This system has as many addresses as it may have. Remove one first."))
    if any(one.known_url() == url for one in known):
        raise InvalidInput(_("Events are sent to this address already."), field="url")
    endpoint = WebhookEndpoint(organization=by.home, account=account)
    endpoint.keep_url(url)
    secret = endpoint.renew_secret()
    endpoint.save(force_insert=True)
    trail.record(events.WEBHOOK_ADDED, by=by, subject=endpoint)
    return endpoint, secret


@transaction.atomic
def rotate_webhook_secret(
    endpoint: WebhookEndpoint, *, by: User, versions: Versions = None
) -> tuple[WebhookEndpoint, str]:
    """A new secret, returned once; for a day messages carry signatures of both. Errors: Conflict, NotFound."""
    current = locked_endpoint(endpoint, by, versions)
    secret = current.renew_secret()
    current.version += 1
    current.save(update_fields=["sealed_secret", "sealed_previous", "previous_until", "version"])
    trail.record(events.WEBHOOK_SECRET_ROTATED, by=by, subject=current)
    return current, secret


@transaction.atomic
def remove_webhook(endpoint: WebhookEndpoint, *, by: User, versions: Versions = None) -> None:
    """Forget the address with its secrets and deliveries; the events stay in the feed. Errors: Conflict, NotFound."""
    current = locked_endpoint(endpoint, by, versions)
    trail.record(events.WEBHOOK_REMOVED, by=by, subject=current)
    current.delete()


def locked_endpoint(endpoint: WebhookEndpoint, by: User, versions: Versions = None) -> WebhookEndpoint:
    """The row as it is now. Errors: NotFound when it isn't the user's, Conflict when it moved on."""
    require_webhooks(by)
    current = WebhookEndpoint.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=endpoint.pk).first()
    if current is None:
        raise NotFound()
    if versions is not None and current.version not in versions:
        raise Conflict()
    return current


def _require_url(url: str) -> None:
    try:
        require_target(url, allow=settings.CASEMGR_WEBHOOK_ALLOW)
    except OutboundError:
        message = _("Enter an https address with a name, port 443 and no password in it.")
        raise InvalidInput(message, field="url") from None


def _system(account: User, by: User) -> User:
    """The service account, if it works and is the user's own or their organization's. Errors: InvalidInput."""
    theirs = account.organization_id == by.organization_id and account.is_machine and account.has_access
    if not theirs or (by.is_machine and account.pk != by.pk):
        raise InvalidInput(_("Choose a partner system of yours."), field="account")
    return account
