"""What is sent to an address for webhooks: a test, nothing any more, again from now on, one message once more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState
from referrals.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from referrals.permissions import require_webhooks
from referrals.webhooks import ending
from referrals.webhooks.kinds import TEST
from referrals.webhooks.publishing import deliver
from referrals.webhooks.queue import deliver_later

from .webhooks import locked_endpoint


@transaction.atomic
def try_webhook(endpoint: WebhookEndpoint, *, by: User) -> WebhookDelivery:
    """Send a message that is about nothing. Errors: NotInThisState while it is disabled, NotFound."""
    current = locked_endpoint(endpoint, by)
    if not current.is_active:
        raise NotInThisState(_("This address is disabled."))
    event = WebhookEvent(organization_id=current.organization_id, type=TEST, at=timezone.now())
    event.save(force_insert=True)
    made = deliver(event, current)
    trail.record(events.WEBHOOK_TESTED, by=by, subject=current)
    return made


@transaction.atomic
def disable_webhook(endpoint: WebhookEndpoint, *, by: User) -> WebhookEndpoint:
    """Send nothing more there; what waits is dropped. Errors: NotInThisState, NotFound."""
    current = locked_endpoint(endpoint, by)
    if not current.is_active:
        raise NotInThisState(_("This address is disabled already."))
    reason = WebhookEndpoint.Reason.PERSON
    ending.disable(current, reason=reason, by=by)
    trail.record(events.WEBHOOK_DISABLED, by=by, subject=current, facts={"why": reason.value})
    return current


@transaction.atomic
def enable_webhook(endpoint: WebhookEndpoint, *, by: User) -> WebhookEndpoint:
    """Send what happens from now on. Errors: NotInThisState, NotFound."""
    current = locked_endpoint(endpoint, by)
    if current.is_active:
        raise NotInThisState(_("This address is in use already."))
    current.state, current.reason, current.state_since = WebhookEndpoint.State.ACTIVE, "", timezone.now()
    current.version += 1
    current.save(update_fields=["state", "reason", "state_since", "version"])
    trail.record(events.WEBHOOK_ENABLED, by=by, subject=current)
    return current


@transaction.atomic
def redeliver(delivery: WebhookDelivery, *, by: User) -> WebhookDelivery:
    """Begin a delivery anew, with the same id. Errors: NotInThisState while it waits or can't be sent, NotFound."""
    require_webhooks(by)
    rows = WebhookDelivery.objects.visible_to(by).select_related("endpoint", "event").select_for_update(of=("self",))
    current = rows.filter(pk=delivery.pk).first()
    if current is None:
        raise NotFound()
    if current.state == WebhookDelivery.State.WAITING:
        raise NotInThisState(_("It is tried again by itself."))
    if not current.endpoint.is_active:
        raise NotInThisState(_("This address is disabled."))
    current.state, current.attempts, current.problem = WebhookDelivery.State.WAITING, 0, ""
    current.next_attempt_at = timezone.now()
    current.save(update_fields=["state", "attempts", "problem", "next_attempt_at"])
    deliver_later(current.pk, current.organization_id)
    trail.record(events.WEBHOOK_REDELIVERED, by=by, subject=current)
    return current
