"""How long events and deliveries are kept, and sealed columns under the instance's newest key."""

from __future__ import annotations

import datetime

from django.utils import timezone

from casemgr.encryption.secrets import sealed_anew
from referrals.models import WebhookEndpoint, WebhookEvent

DAYS = 30
_WHY = "the operator tidies up, or seals anew, for every organization"


def purge(*, using: str) -> int:
    """Delete events older than DAYS with their deliveries, and secrets whose overlap is over. How many events."""
    now = timezone.now()
    endpoints = WebhookEndpoint.objects.using(using).unscoped(_WHY).filter(previous_until__lt=now)
    endpoints.update(sealed_previous="", previous_until=None)
    old = WebhookEvent.objects.using(using).unscoped(_WHY).filter(at__lt=now - datetime.timedelta(days=DAYS))
    return old.delete()[1].get("referrals.WebhookEvent", 0)


def seal_anew(endpoint: WebhookEndpoint) -> bool:
    """Address and secrets under the newest key of the instance; whether one of them changed. Errors: Tampered."""
    changed = []
    for name, purpose in (
        ("sealed_url", endpoint.url_purpose),
        ("sealed_secret", endpoint.secret_purpose),
        ("sealed_previous", endpoint.secret_purpose),
    ):
        sealed = getattr(endpoint, name)
        anew = sealed_anew(sealed, purpose) if sealed else None
        if anew is not None:
            setattr(endpoint, name, anew)
            changed.append(name)
    if changed:
        endpoint.save(update_fields=changed)
    return bool(changed)
