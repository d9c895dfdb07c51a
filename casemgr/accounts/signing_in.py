"""Sign-ins, refused ones, sign-outs and changes of password or second factor enter the trail.

A refused one names nobody; it is told to the organization whose account was tried, if there is one.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.account.signals import user_logged_in as way_in_completed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from casemgr.accounts import devices
from casemgr.accounts.actions.sessions import end_rows
from casemgr.accounts.models import SignInSession, User
from casemgr.accounts.tasks import tell_of_new_password
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as, become


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def note_sign_in(sender: object, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """From here on the request acts as this person."""
    become(user.as_actor())
    if request is not None:
        devices.begin(request, user)
    trail.record(events.SIGNED_IN, by=user, subject=user)


@receiver(way_in_completed, dispatch_uid="accounts.signed_in_by_provider")
def note_provider(sender: object, user: User, provider: str = "", **kwargs: Any) -> None:
    """The session that just began came through the organization's identity provider."""
    if provider:
        trail.record(events.SIGNED_IN_BY_PROVIDER, by=user, subject=user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def note_sign_out(sender: object, user: User | None, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The last thing the session did."""
    if user is not None:
        become(user.as_actor())
        if request is not None and (row := devices.current(request)):
            SignInSession.objects.filter(pk=row.pk).end()
        trail.record(events.SIGNED_OUT, by=user, subject=user)


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def note_refused_sign_in(sender: object, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """Somebody tried; what they typed is not kept. Who is signed in already was asked again who they are."""
    here = getattr(request, "user", None)
    if here is not None and here.is_authenticated:
        trail.record(events.SIGN_IN_FAILED, by=here, subject=here, facts={"asked": "again"})
        return
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    tried = User.objects.filter(email=typed).values_list("organization_id", flat=True).first()
    with acting_as(None):  # a wrong password may also be typed by somebody signed in, to confirm who they are
        trail.record(events.SIGN_IN_FAILED, by=None, organization_id=tried)


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def note_factor_added(sender: object, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A second factor, or recovery codes, from now on."""
    _note(events.SECOND_FACTOR_ADDED, user, request)


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def note_factor_removed(sender: object, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """One way in less."""
    _note(events.SECOND_FACTOR_REMOVED, user, request)


@receiver(authenticator_reset, dispatch_uid="accounts.factor_reset")
def note_factor_renewed(sender: object, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """New recovery codes; the old ones are void."""
    _note(events.RECOVERY_CODES_RENEWED, user, request)


@receiver([password_changed, password_set, password_reset], dispatch_uid="accounts.password_changed")
def note_password(sender: object, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Changed while signed in, or set through a one-time link."""
    _note(events.PASSWORD_CHANGED, user, request)
    tell_of_new_password.defer(user=str(user.pk))


def _note(event: str, user: User, request: HttpRequest | None) -> None:
    """A way in changed: every other session ends, in case it was somebody else's."""
    here = devices.current(request) if request is not None and request.user == user else None
    with acting_as(user.as_actor()):  # a one-time link is used by somebody who isn't signed in
        end_rows(user, keep=here)
        trail.record(event, by=user, subject=user)
