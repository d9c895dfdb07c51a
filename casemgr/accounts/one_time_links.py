"""Links with which somebody sets a password: invitations for three days, mail for one hour.

Both end as soon as the password changes or somebody signs in.
"""

from __future__ import annotations

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.utils.http import base36_to_int

from casemgr.accounts.models import User

MAIL_LASTS = 3600


class MailedTokens(EmailAwarePasswordResetTokenGenerator):
    """Tokens that go by mail."""

    key_salt = "casemgr.accounts.mailed_link"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether it is this person's, unused, and younger than an hour."""
        if not super().check_token(user, token):
            return False
        made = base36_to_int(str(token).partition("-")[0])
        return self._num_seconds(self._now()) - made <= MAIL_LASTS


mailed = MailedTokens()


class OneTimeTokens(EmailAwarePasswordResetTokenGenerator):
    """Makes invitations' tokens, and takes both kinds."""

    key_salt = "casemgr.accounts.invitation"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether either kind is good; both are always looked at."""
        return bool(super().check_token(user, token) | mailed.check_token(user, token))
