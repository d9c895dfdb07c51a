"""What time does to referrals: offers expire, people are reminded, what was disclosed is destroyed.

Nobody asks for it, so each function acts for one organization as the receiver of its referrals: its side is there for
every referral, restricted case or not. Each referral is a transaction of its own, and each can be run again.
Partners outside have nobody: what time does to their referrals is told to the sender's worker.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from casemgr.accounts.models import Organization
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from cases.models import Notification
from referrals import history
from referrals.alerts import alert_receiver, alert_sender, as_organization
from referrals.codes import TIME_TO_REACH, Urgency
from referrals.destruction import destroy
from referrals.lifecycle import ActorRole, Event, State, WrongState, next_state
from referrals.models import Referral, Reminder
from referrals.querysets import ReferralQuerySet

from ._step import finish
from .carried_clock import expire_carried
from .enquiry_clock import expire_enquiries, purge_enquiries, tell_of_answers

_WHY = "the clock looks at everything that one organization received"
Pick = Callable[[ReferralQuerySet], ReferralQuerySet]


def expire_overdue(receiver_id: UUID) -> int:
    """End the offers whose time to decide has passed; tell the sender's worker and supervisors. How many."""
    return _each(receiver_id, lambda rows: rows.overdue(), lambda one: _expire(one))


def remind(receiver_id: UUID) -> int:
    """Tell who decides at half of the time, and them and the sender's worker at 90 %. How many were told of."""
    nearly = _each(receiver_id, lambda rows: rows.used_up(90), lambda one: _remind_nearly(one))
    return nearly + _each(receiver_id, lambda rows: rows.used_up(50, less_than=90), lambda one: _remind_half(one))


def escalate(receiver_id: UUID) -> int:
    """Tell the sender's worker and supervisors of accepted referrals whose person nobody has reached. How many."""
    return _each(receiver_id, lambda rows: rows.without_contact(), lambda one: _tell_of_no_contact(one))


def purge(receiver_id: UUID) -> int:
    """Destroy what was disclosed and is past its time; both sides' events tell it, names of fields only. How many."""
    return _each(receiver_id, lambda rows: rows.to_purge(), lambda one: _purge(one))


def keep_time(receiver_id: UUID) -> None:
    """Everything above and its enquiries, for the organization and the partners outside that it keeps.

    Each is done even when another failed. Raises an ExceptionGroup of what failed.
    """
    failed = [error for one in (receiver_id, *_outside(receiver_id)) for error in _keep_time(one)]
    if failed:
        raise ExceptionGroup("the clock of one organization", failed)


def _keep_time(receiver_id: UUID) -> list[Exception]:
    """Each of them for one receiver; what failed."""
    acts = (
        lambda: expire_overdue(receiver_id),
        lambda: remind(receiver_id),
        lambda: escalate(receiver_id),
        lambda: purge(receiver_id),
        lambda: tell_of_answers(receiver_id),
        lambda: expire_enquiries(receiver_id),
        lambda: purge_enquiries(receiver_id),
        lambda: expire_carried(receiver_id),
    )
    failed = []
    for act in acts:
        try:
            act()
        except Exception as error:  # the others go on
            failed.append(error)
    return failed


def _outside(keeper_id: UUID) -> list[UUID]:
    """The partners outside that an organization keeps, ended ones too."""
    with acting_as(as_organization(keeper_id)), transaction.atomic():
        return list(Organization.objects.filter(kept_by=keeper_id).order_by("pk").values_list("pk", flat=True))


def _each(receiver_id: UUID, pick: Pick, act: Callable[[Referral], bool]) -> int:
    with acting_as(as_organization(receiver_id)):
        with transaction.atomic():
            due = [row.pk for row in pick(_received(receiver_id)).order_by("deadline", "pk")]
        done, failed = 0, []
        for pk in due:
            try:
                done += _one(receiver_id, pk, pick, act)
            except Exception as error:
                failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(due)} referrals failed", failed)
    return done


def _received(receiver_id: UUID) -> ReferralQuerySet:
    rows: ReferralQuerySet = Referral.objects.unscoped(_WHY)
    return rows.filter(receiver_id=receiver_id)


@transaction.atomic
def _one(receiver_id: UUID, pk: UUID, pick: Pick, act: Callable[[Referral], bool]) -> bool:
    """Act on it if, once locked, it is still picked: somebody may have answered meanwhile."""
    held = _received(receiver_id).filter(pk=pk).select_for_update(of=("self",)).first()
    current = pick(_received(receiver_id)).select_related("sender", "receiver").filter(pk=pk).first()
    return held is not None and current is not None and act(current)


def _expire(referral: Referral) -> bool:
    if referral.sender.is_remote:
        return False  # its instance says when; here an answer may be on its way
    try:
        to = next_state(State(referral.state), Event.EXPIRE, ActorRole.SYSTEM)
    except WrongState:
        return False
    finish(referral, Event.EXPIRE, to, by=None, role=ActorRole.SYSTEM)
    alert_sender(referral, Notification.Kind.REFERRAL_EXPIRED, supervisors=True)
    return True


def _remind_half(referral: Referral) -> bool:
    if not _first_time(referral, Reminder.Kind.HALF):
        return False
    alert_receiver(referral, Notification.Kind.REFERRAL_HALF)
    return True


def _remind_nearly(referral: Referral) -> bool:
    if not _first_time(referral, Reminder.Kind.NEARLY):
        return False
    alert_receiver(referral, Notification.Kind.REFERRAL_NEARLY)
    if not referral.receiver.is_outside:  # else the sender's worker was just told
        alert_sender(referral, Notification.Kind.REFERRAL_NEARLY)
    return True


def _tell_of_no_contact(referral: Referral) -> bool:
    if not _first_time(referral, Reminder.Kind.NO_CONTACT):
        return False
    alert_sender(referral, Notification.Kind.REFERRAL_NO_CONTACT, supervisors=True)
    return True


def _first_time(referral: Referral, kind: Reminder.Kind) -> bool:
    """Whether nobody was told of this yet; now somebody is. The constraint holds it even without the lock."""
    due = referral.deadline
    if kind == Reminder.Kind.NO_CONTACT:
        due = referral.state_since + TIME_TO_REACH[Urgency(referral.urgency)]
    if due is None or Reminder.objects.unscoped(_WHY).filter(referral=referral, kind=kind, due=due).exists():
        return False
    Reminder(referral=referral, kind=kind, due=due).save(force_insert=True)
    with acting_as(None):
        trail.record(
            events.REFERRAL_REMINDED,
            by=None,
            subject=referral,
            organization_id=referral.sender_id if referral.receiver.is_outside else referral.receiver_id,
            facts={"kind": kind.value},
        )
    return True


def _purge(referral: Referral) -> bool:
    """The key goes before the commit: killed in between, the next run finds it again and says so."""
    fields = destroy(referral)
    referral.version += 1
    referral.save(update_fields=["purged_at", "version"])
    state = State(referral.state)
    history.tell(referral, "purge", by=None, role=ActorRole.SYSTEM, before=state, changed=fields)
    return True
