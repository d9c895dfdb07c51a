"""An emergency is telephoned as well as offered: when that was, or why it wasn't."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import Conflict, InvalidInput, NotInThisState, NotPermitted
from referrals import history, permissions
from referrals.codes import NotPhoned, Role
from referrals.lifecycle import State
from referrals.models import Referral

from ._sought import Sought
from ._step import Versions, locked


@transaction.atomic
def record_phone_call(
    referral: Referral | Sought,
    *,
    by: User,
    phoned_at: datetime.datetime | None = None,
    not_phoned: str = "",
    versions: Versions = None,
) -> Referral:
    """The sender telephoned the receiver about an emergency at that time, or says why not (a code of NotPhoned).

    Raises InvalidInput unless it is exactly one of the two and not in the future, NotPermitted for the receiver,
    NotInThisState when no call is wanted (any more).
    """
    current = locked(referral, by)
    if current.role_of(by.organization_id) is not Role.SENDER:
        raise NotPermitted()
    require(by, "send_referral")
    if versions is not None and current.version not in versions:
        raise Conflict()
    if not current.wants_phone_call:
        raise NotInThisState(allowed_events=permissions.available_events(by, current))
    _check(current, phoned_at, not_phoned)
    current.phoned_at, current.not_phoned = phoned_at, not_phoned
    current.version += 1
    current.save(update_fields=["phoned_at", "not_phoned", "version"])
    role, state = permissions.actor_role(by, current), State(current.state)
    history.tell(current, "phone", by=by, role=role, before=state, code=not_phoned)
    return current


def _check(referral: Referral, phoned_at: datetime.datetime | None, not_phoned: str) -> None:
    if (phoned_at is None) == (not not_phoned):
        raise InvalidInput(_("Say when you telephoned, or why not."), field="phoned_at")
    if not_phoned and not_phoned not in NotPhoned.values:
        raise InvalidInput(_("Choose a reason of the list."), field="not_phoned")
    if phoned_at and phoned_at > timezone.now():
        raise InvalidInput(_("The time can't lie in the future."), field="phoned_at")
    if phoned_at and phoned_at < referral.created_at:
        raise InvalidInput(_("The time can't lie before the referral was written."), field="phoned_at")
