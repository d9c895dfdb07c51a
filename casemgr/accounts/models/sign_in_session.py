"""A sign-in of a person on a device: what they see on "Your account", and what lets their device be known again."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id, uuid7

from .user import User

KNOWN_FOR = datetime.timedelta(days=180)


class SignInSessionQuerySet(models.QuerySet):
    """Sessions by whether they are still good, and devices by whether they are known."""

    def open(self) -> Self:
        """Neither ended nor left alone for longer than a session lasts."""
        since = timezone.now() - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(ended_at=None, used_at__gt=since)

    def known(self, device: str) -> Self:
        """Sign-ins on this device within half a year, unless its person sent it away."""
        return self.filter(device=device, forgotten=False, signed_in_at__gt=timezone.now() - KNOWN_FOR)

    def end(self) -> int:
        """End those that are not ended yet; each is refused at its next request."""
        return self.filter(ended_at=None).update(ended_at=timezone.now())


class SignInSession(models.Model):
    """One session. No address is kept, and of the browser no more than a person needs to recognize it."""

    class Way(models.TextChoices):
        """How the person said who they are."""

        PASSWORD = "password", _("Password")
        PROVIDER = "provider", _("Through the organization")
        PASSKEY = "passkey", _("Passkey")
        OTHER = "other", _("Another way")

    class Second(models.TextChoices):
        """The second factor; none where the role asks for none, or none was set up yet."""

        NONE = "", _("no second factor")
        APP = "totp", _("authenticator app")
        CODE = "recovery_codes", _("recovery code")
        PASSKEY = "webauthn", _("passkey")

    CLEAR = frozenset(
        "id public_id user device browser system way second signed_in_at used_at ended_at forgotten".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=64, help_text="A keyed digest of the device's cookie and of the person")
    browser = models.CharField(max_length=16, blank=True)
    system = models.CharField(max_length=16, blank=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.OTHER)
    second = models.CharField(max_length=16, choices=Second, default=Second.NONE, blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now, help_text="Written every few minutes at most")
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten = models.BooleanField(default=False, help_text="Its person sent the device away: it is a stranger again")

    objects = SignInSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "device"], name="session_of_device")]

    def __str__(self) -> str:
        return "session"
