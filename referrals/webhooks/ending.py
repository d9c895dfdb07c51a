"""Nothing more is sent to an endpoint: its waiting deliveries stop with it."""

from __future__ import annotations

from django.utils import timezone

from casemgr.accounts.models import User
from cases.actions.notifications import notify
from cases.models import Notification
from referrals.models import WebhookDelivery, WebhookEndpoint

from .standing import Stop


def disable(endpoint: WebhookEndpoint, *, reason: WebhookEndpoint.Reason, by: User) -> None:
    """Send nothing more there. When its own answer said so, the organization's administrators are told. No trail."""
    endpoint.state, endpoint.reason = endpoint.State.DISABLED, reason
    endpoint.state_since = timezone.now()
    endpoint.version += 1
    endpoint.save(update_fields=["state", "reason", "state_since", "version"])
    stop_waiting(endpoint)
    if reason == endpoint.Reason.GONE:
        notify(*User.objects.colleagues_of(by).filter(role="org_admin"), kind=Notification.Kind.WEBHOOK_GONE, by=by)


def stop_waiting(endpoint: WebhookEndpoint) -> None:
    """What waits for this endpoint isn't sent any more."""
    rows = WebhookDelivery.objects.unscoped("one endpoint's own; whoever ends it sees it").filter(endpoint=endpoint)
    rows.waiting().update(state=WebhookDelivery.State.STOPPED, next_attempt_at=None, problem=Stop.DISABLED.value)
