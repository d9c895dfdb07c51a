"""What people say of the help they got: left by anybody with the address, read as counts, words shuffled."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from casemgr.encryption.errors import EncryptionError
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Answer, ComplaintStep, FeedbackCount, FeedbackDoor, FeedbackWord, Question
from cases.models.feedback import door_code
from cases.querysets.feedback import reads_feedback

_WHY = "left at the public page, as the organization itself"


def feedback_home(code: str) -> UUID | None:
    """The organization whose open address this is; None for any other code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.feedback_home(%s)", [code])
        row = cursor.fetchone()
    return row[0] if row else None


def may_write(organization_id: UUID) -> bool:
    """Whether words can be sealed now: not while the organization's own key is locked, nor in an emptied practice."""
    try:
        keys.create_data_key(organization_id, organization_id)
    except EncryptionError:
        return False
    return True


@transaction.atomic
def leave_feedback(
    code: str,
    *,
    answers: Mapping[str, str],
    words: str = "",
    harm: bool = False,
    day: datetime.date | None = None,
) -> bool:
    """Count the answers, each by itself, and keep the words; False for an address that isn't open.

    Of `day` (today) only the week is kept.

    No entry in the trail: it would tell the moment, and from where. Nothing of it is tied to anything else.
    Errors: InvalidInput.
    """
    home = feedback_home(code)
    if home is None:
        return False
    if set(answers) - set(Question.values) or set(answers.values()) - set(Answer.values):
        raise InvalidInput(_("Choose from the list."))
    if len(words) > FeedbackWord.MOST:
        raise InvalidInput(_("This is too long. Say it shorter."), field="words")
    week = _monday(day or today(Organization.objects.get(pk=home)))
    with acting_as(itself(home)):
        if any(answer != Answer.NONE for answer in answers.values()):
            for question in Question.values:
                _count(home, week, question, answers.get(question, Answer.NONE))
        if words.strip() and may_write(home):
            word = FeedbackWord(organization_id=home, week=week, words=words.strip(), harm=harm)  # type: ignore[misc]
            word.save(force_insert=True)
    return True


@transaction.atomic
def switch_feedback(*, opened: bool, by: User, renew: bool = False) -> FeedbackDoor:
    """Open or close the organization's address; `renew` gives it another, and slips with the old one lead nowhere."""
    require(by, "manage_people")
    door = FeedbackDoor.objects.visible_to(by).select_for_update(of=("self",)).first()
    new = door is None
    door = door or FeedbackDoor(organization=by.home)
    door.open = opened
    if renew:
        door.code = door_code()
    door.save(force_insert=new)
    trail.record(events.FEEDBACK_SWITCHED, by=by, facts={"open": int(opened), "renewed": int(renew)})
    return door


@transaction.atomic
def hand_to_complaints(word: FeedbackWord, *, by: User) -> None:
    """A word speaks of harm by staff: whoever receives complaints reads it from now on, supervisors no more."""
    if not reads_feedback(by):
        raise NotPermitted()
    if not FeedbackWord.objects.visible_to(by).filter(pk=word.pk, harm=False).exists():
        raise NotFound()
    with acting_as(itself(by.home.pk)):
        FeedbackWord.objects.unscoped(_WHY).filter(pk=word.pk).update(harm=True)
    trail.record(events.FEEDBACK_HANDED, by=by, subject=word)


@transaction.atomic
def take_word_on(word: FeedbackWord, *, kind: str, by: User) -> FeedbackWord:
    """What whoever receives complaints does with one about harm by staff. Errors: NotFound, NotInThisState."""
    require(by, "handle_complaints")
    current = FeedbackWord.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=word.pk, harm=True).first()
    if current is None:
        raise NotFound()
    if kind not in ComplaintStep.Kind.values:
        raise InvalidInput(_("Choose what was done."), field="kind")
    if current.step in ComplaintStep.SETTLED:
        raise NotInThisState(_("This complaint was settled."))
    current.step = kind
    current.save(update_fields=["step"])
    trail.record(events.FEEDBACK_TAKEN_ON, by=by, subject=current, facts={"step": kind})
    return current


def itself(organization_id: UUID) -> Actor:
    """The organization itself, as which the public page acts."""
    return Actor(organization_id, organization_id, "organization")


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _count(organization_id: UUID, week: datetime.date, question: str, answer: str) -> None:
    rows = FeedbackCount.objects.unscoped(_WHY)
    row, _made = rows.get_or_create(organization_id=organization_id, week=week, question=question, answer=answer)
    rows.filter(pk=row.pk).update(count=F("count") + 1)
