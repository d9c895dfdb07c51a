"""After accepting: reaching the person, and how the service ended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.models import Notification
from referrals.alerts import alert_sender
from referrals.codes import Feedback, Outcome
from referrals.lifecycle import ALWAYS_TOLD, ContactResult, EndReason, Event
from referrals.models import Referral

from ._sought import Sought
from ._step import Versions, begin, finish

ALERTS = {
    ContactResult.FAILED: Notification.Kind.REFERRAL_FAILED,
    ContactResult.UNSAFE: Notification.Kind.REFERRAL_UNSAFE,
}


@transaction.atomic
def record_contact(
    referral: Referral | Sought,
    *,
    result: str,
    by: User,
    versions: Versions = None,
    through: User | None = None,
    way: str = "",
) -> Referral:
    """How reaching the person went; ok starts the service. Anything else alerts the sender's worker at once."""
    if result not in list(ContactResult):
        raise InvalidInput(_("Say how the contact went."), field="result")
    current, role, to = begin(
        referral, Event.RECORD_CONTACT, by=by, versions=versions, answer=result, way=way, through=through
    )
    finish(current, Event.RECORD_CONTACT, to, by=by, role=role, code=result, through=through, way=way)
    if result in ALERTS:
        alert_sender(current, ALERTS[ContactResult(result)])
    return current


@transaction.atomic
def complete(
    referral: Referral | Sought,
    *,
    outcome: str,
    by: User,
    versions: Versions = None,
    through: User | None = None,
    way: str = "",
) -> Referral:
    """The service has ended. The outcome is kept only when the person agreed that it is told back."""
    current, role, to = begin(referral, Event.COMPLETE, by=by, versions=versions, way=way, through=through)
    if outcome not in Outcome.values:
        raise InvalidInput(_("Choose an outcome of the list."), field="outcome")
    current.outcome = outcome if current.feedback == Feedback.OUTCOME else ""
    return finish(
        current,
        Event.COMPLETE,
        to,
        by=by,
        role=role,
        changed=["outcome"],
        code=current.outcome,
        through=through,
        way=way,
    )


@transaction.atomic
def end(
    referral: Referral | Sought,
    *,
    reason: str,
    by: User,
    versions: Versions = None,
    through: User | None = None,
    way: str = "",
) -> Referral:
    """It ends without being completed, for a code of EndReason.

    The code is kept as an outcome is: when the person agreed that it is told back, or when it concerns their safety.
    Raises InvalidInput for any other reason.
    """
    current, role, to = begin(referral, Event.END, by=by, versions=versions, way=way, through=through)
    if reason not in list(EndReason):
        raise InvalidInput(_("Choose a reason of the list."), field="reason")
    told = current.feedback == Feedback.OUTCOME or reason in ALWAYS_TOLD
    current.reason_code = reason if told else ""
    return finish(
        current,
        Event.END,
        to,
        by=by,
        role=role,
        changed=["reason_code"],
        code=current.reason_code,
        through=through,
        way=way,
    )
