"""Passing on: a receiver who can't give it refers the person anew, with a consent and a record of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from referrals.models import Referral


def require_taken_on(referral: Referral, by: User) -> None:
    """Refuse unless the user's organization received this referral and took the person on.

    Raises InvalidInput, the same for one that is absent, sent by the organization itself or never accepted.
    """
    if not Referral.objects.visible_to(by).received_by(by).taken_on().filter(pk=referral.pk).exists():
        raise InvalidInput(_("Choose a referral that you received and accepted."), field="onward_from")
