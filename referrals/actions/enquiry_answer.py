"""Answer an enquiry: yes or maybe until a day, or a coded no. Nothing else crosses back, and nobody's name."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from referrals.enquiry_codes import Answer, Refusal
from referrals.models import EnquiryAnswer

LONGEST = datetime.timedelta(days=90)


@transaction.atomic
def answer_enquiry(
    asked: EnquiryAnswer,
    *,
    answer: str,
    by: User,
    until: datetime.date | None = None,
    reason: str = "",
    versions: Collection[int] | None = None,
    through: User | None = None,
) -> EnquiryAnswer:
    """Answer what the user's organization was asked, or answer otherwise while it is open.

    `until` is the last day on which a yes or maybe holds, today and 90 days on included; `reason` a code of Refusal.
    `through` is the machine client that speaks for the person. Raises InvalidInput, NotFound, NotPermitted, Conflict,
    NotInThisState.
    """
    current = _own(asked, by)
    require(by, "answer_referral")
    if versions is not None and current.version not in versions:
        raise Conflict()
    if not current.is_open:
        raise NotInThisState(_("This enquiry is over: it was taken back, or its time has passed."))
    _check(answer, until, reason, today(by.home))
    current.answer, current.answered_at = answer, timezone.now()
    current.until, current.reason_code = (None, reason) if answer == Answer.NO else (until, "")
    current.version += 1
    current.save(update_fields=["answer", "answered_at", "until", "reason_code", "version"])
    facts: dict[str, str | int] = {"answer": answer, "code": reason}
    if through:
        facts["on_behalf_of"] = str(by.pk)
    trail.record(events.ENQUIRY_GIVEN_ANSWER, by=through or by, subject=current, facts=facts)
    return current


def _own(asked: EnquiryAnswer, by: User) -> EnquiryAnswer:
    rows = EnquiryAnswer.objects.visible_to(by).received_by(by).select_for_update(of=("self",))
    current: EnquiryAnswer | None = rows.filter(pk=asked.pk).first()
    if current is None:
        raise NotFound()
    return current


def _check(answer: str, until: datetime.date | None, reason: str, day: datetime.date) -> None:
    if answer not in Answer.values:
        raise InvalidInput(_("Choose an answer."), field="answer")
    if answer == Answer.NO:
        if reason not in Refusal.values:
            raise InvalidInput(_("Choose a reason of the list."), field="reason")
        return
    if until is None:
        raise InvalidInput(_("Say until which day this holds."), field="until")
    if not day <= until <= day + LONGEST:
        raise InvalidInput(_("Choose a day from today on, within 90 days."), field="until")
