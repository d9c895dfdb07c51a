"""Sign-ins, refused ones and sign-outs enter the trail. A refused one names nobody: the address may not exist."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import become


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def note_sign_in(sender: object, user: User, **kwargs: Any) -> None:
    """From here on the request acts as this person."""
    become(user.as_actor())
    trail.record(events.SIGNED_IN, by=user, subject=user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def note_sign_out(sender: object, user: User | None, **kwargs: Any) -> None:
    """The last thing the session did."""
    if user is not None:
        become(user.as_actor())
        trail.record(events.SIGNED_OUT, by=user, subject=user)


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def note_refused_sign_in(sender: object, **kwargs: Any) -> None:
    """Somebody tried; what they typed is not kept."""
    trail.record(events.SIGN_IN_FAILED, by=None)
