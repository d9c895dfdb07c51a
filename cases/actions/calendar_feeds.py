"""One's own appointments in a calendar program: switched on by oneself, under a secret address, without a word about
anybody.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.models import CalendarFeed


@transaction.atomic
def open_feed(*, by: User) -> str:
    """Switch the feed on, or give it a new address; the secret is shown this once and kept as a hash."""
    require(by, "view_case")
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.visible_to(by).delete()
    feed = CalendarFeed(organization=by.home, author=by, secret_hash=_hash(secret))
    feed.save(force_insert=True)
    trail.record(events.FEED_OPENED, by=by, subject=feed)
    return secret


@transaction.atomic
def close_feed(*, by: User) -> None:
    """Switch it off: the address answers nothing from now on."""
    CalendarFeed.objects.visible_to(by).delete()
    trail.record(events.FEED_CLOSED, by=by)


def feed_owner(public_id: str, secret: str) -> User:
    """Whose feed this address is. Errors: NotFound for whatever doesn't fit, also for somebody without access."""
    user = User.objects.select_related("organization").filter(public_id=public_id).first()
    if user is None or not user.has_access or not user.can("view_case"):
        raise NotFound()
    with acting_as_user(user), transaction.atomic():
        feed = CalendarFeed.objects.visible_to(user).first()
    if feed is None or not secrets.compare_digest(feed.secret_hash, _hash(secret)):
        raise NotFound()
    return user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
