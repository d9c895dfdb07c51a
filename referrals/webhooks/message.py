"""The body that is sent, and the same in the feed: an id, a type, a time, and which version of which referral."""

from __future__ import annotations

import json
from typing import Any

from referrals.models import WebhookEvent


def told(event: WebhookEvent) -> dict[str, Any]:
    """What is said of an event. A test is about no referral."""
    data = {"referral": event.referral.public_id, "version": event.version} if event.referral else {}
    at = event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": event.public_id, "type": event.type, "timestamp": at, "data": data}


def body(event: WebhookEvent) -> bytes:
    """The bytes that are signed and sent: the same at every attempt."""
    return json.dumps(told(event), separators=(",", ":")).encode()
