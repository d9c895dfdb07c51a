"""Which device somebody signs in from: a random cookie tells it again, and each session's row says whether it is good.

The cookie names nobody. The database holds a keyed digest of it together with the person, so that two people who share
a computer don't share a row, and nobody who reads the table can make a cookie.
"""

from __future__ import annotations

import datetime
import re
import secrets

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casemgr.accounts.models import SignInSession, User
from casemgr.accounts.user_agents import browser_of, system_of

SESSION = "accounts.session"  # in Django's session: the id of our row
AT_MOST_EVERY = datetime.timedelta(minutes=5)
_token_of_ours = re.compile(r"[A-Za-z0-9_-]{43}")
_signer = signing.Signer(salt="casemgr.device")
FIRST = {"password": SignInSession.Way.PASSWORD, "provider": SignInSession.Way.PROVIDER}


def token_of(request: HttpRequest) -> str:
    """The token of the device's cookie; empty unless this server made it."""
    try:
        token = _signer.unsign(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    except signing.BadSignature:
        return ""
    return token if _token_of_ours.fullmatch(token) else ""


def digest(token: str, whose: object) -> str:
    """What stands in the database for a token and a person."""
    return salted_hmac("casemgr.device", f"{token}|{whose}", algorithm="sha256").hexdigest()


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether this device signed in to this account before."""
    token = token_of(request)
    return bool(token) and SignInSession.objects.filter(user=user).known(digest(token, user.pk)).exists()


def begin(request: HttpRequest, user: User) -> SignInSession:
    """Write the session that just began, and have the answer leave a cookie on the device."""
    token = token_of(request) or secrets.token_urlsafe(32)
    agent = request.META.get("HTTP_USER_AGENT", "")
    way, second = _how(request, user)
    row = SignInSession.objects.create(
        user=user,
        device=digest(token, user.pk),
        browser=browser_of(agent),
        system=system_of(agent),
        way=way,
        second=second,
    )
    request.session[SESSION] = str(row.pk)
    request.device_token = token  # type: ignore[attr-defined]
    return row


def current(request: HttpRequest) -> SignInSession | None:
    """The row of this request's session; None when it was ended, or never began."""
    key, user = request.session.get(SESSION), request.user
    if not key or user.pk is None:
        return None
    return SignInSession.objects.filter(pk=key, user_id=user.pk, ended_at=None).first()


def touch(row: SignInSession) -> None:
    """Note that the session is used, to the minute, and seldom."""
    now = timezone.now()
    if now - row.used_at > AT_MOST_EVERY:
        rounded = now.replace(second=0, microsecond=0)
        SignInSession.objects.filter(pk=row.pk, used_at=row.used_at).update(used_at=rounded)


def leave_cookie(request: HttpRequest, response: HttpResponse, *, lasting: bool) -> None:
    """Put the token on the device; on one that others use too it goes when the browser is closed."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        _signer.sign(request.device_token),  # type: ignore[attr-defined]
        max_age=settings.DEVICE_COOKIE_AGE if lasting else None,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _how(request: HttpRequest, user: User) -> tuple[str, str]:
    """The way in and the second factor, from what allauth recorded on the way."""
    way, second = SignInSession.Way.OTHER, SignInSession.Second.NONE
    for record in get_authentication_records(request, user):
        if record["method"] == "mfa" and record.get("passwordless"):
            way, second = SignInSession.Way.PASSKEY, SignInSession.Second.PASSKEY
        elif record["method"] == "mfa":
            second = SignInSession.Second(record["type"])
        else:
            way = FIRST.get(record["method"], way)
    return way, second
