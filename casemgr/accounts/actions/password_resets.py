"""A forgotten password: whoever asks is told nothing; the worker looks whose it is and writes to them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casemgr.accounts.models import SignInTries, User
from casemgr.accounts.one_time_links import mailed
from casemgr.accounts.tries import pool_of
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as

from .provider_sign_in import must_use_provider

MOST_AN_HOUR = 3  # each of them holds a link that works, so more would help nobody


def send_reset_link(user_id: UUID) -> bool:
    """Mail a link to whom this id names, unless they come in another way or got three within the hour."""
    user = User.objects.filter(pk=user_id, is_machine=False).first()
    if user is None or not user.has_access or (user.organization and user.organization.is_sandbox):
        return False  # to practice organizations nobody signs in
    with acting_as(None), transaction.atomic():
        sends = not must_use_provider(user) and not _had_enough(user)
        facts = {"sent": int(sends)}
        trail.record(
            events.PASSWORD_RESET_ASKED, by=None, subject=user, organization_id=user.organization_id, facts=facts
        )
    if sends:
        _mail(user, _reset_words)
    return sends


def tell_of_new_password(user_id: UUID) -> None:
    """Write to somebody that their password is another one now. The change itself is in the trail."""
    user = User.objects.filter(pk=user_id, is_machine=False).first()
    if user is not None:
        _mail(user, _changed_words)


def _had_enough(user: User) -> bool:
    """Count one more link, unless there were as many as there may be within an hour."""
    pool = pool_of("reset", str(user.pk))
    row, _made = SignInTries.objects.select_for_update().get_or_create(pool=pool)
    now = timezone.now()
    row.failures = 0 if row.last_at < now - datetime.timedelta(hours=1) else row.failures
    if row.failures >= MOST_AN_HOUR:
        return True
    row.failures, row.last_at = row.failures + 1, now
    row.save()
    return False


def _mail(user: User, words: Callable[[User], tuple[str, str]]) -> None:
    """No name, no organization, nothing of what the software is for: others may read mail."""
    with translation.override(user.language):
        subject, body = words(user)
    EmailMessage(subject, body, to=[user.email]).send()


def _reset_words(user: User) -> tuple[str, str]:
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": mailed.make_token(user)}
    )
    said = _("Somebody asked for a new password. If it was you, open this link within an hour; it works once:")
    other = _("If it wasn't you, do nothing: your password stays as it is.")
    return _("A new password"), f"{said}\n\n{settings.CASEMGR_ADDRESS}{path}\n\n{other}\n"


def _changed_words(_user: User) -> tuple[str, str]:
    said = _("Your password was changed, and every other session has ended.")
    other = _("If it wasn't you, tell your administrator now.")
    return _("Your password was changed"), f"{said} {other}\n"
