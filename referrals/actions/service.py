"""After accepting: reaching the person, and how the service ended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from referrals.codes import Feedback, Outcome
from referrals.lifecycle import ContactResult, Event
from referrals.models import Referral

from ._step import Versions, begin, finish


@transaction.atomic
def record_contact(
    referral: Referral, *, result: str, by: User, versions: Versions = None, through: User | None = None
) -> Referral:
    """How reaching the person went; ok starts the service. The sender's events tell failed and unsafe at once."""
    if result not in list(ContactResult):
        raise InvalidInput(_("Say how the contact went."), field="result")
    current, role, to = begin(referral, Event.RECORD_CONTACT, by=by, versions=versions, answer=result)
    return finish(current, Event.RECORD_CONTACT, to, by=by, role=role, code=result, through=through)


@transaction.atomic
def complete(
    referral: Referral, *, outcome: str, by: User, versions: Versions = None, through: User | None = None
) -> Referral:
    """The service has ended. The outcome is kept only when the person agreed that it is told back."""
    current, role, to = begin(referral, Event.COMPLETE, by=by, versions=versions)
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
    )
