"""What time does to enquiries: who asked is told of answers, the question ends, in the end all of it is deleted.

Each function acts for one organization as the sender, so that no answering organization has to know who that is. Each
enquiry is a transaction of its own, and each can be run again.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from cases.models import Notification
from referrals.alerts import as_organization, tell
from referrals.enquiry_codes import Answer, EnquiryState
from referrals.enquiry_querysets import EnquiryAnswerQuerySet, EnquiryQuerySet
from referrals.models import Enquiry, EnquiryAnswer

_WHY = "the clock looks at everything that one organization asked"
NEWS = Q(answered_at__isnull=False) & (Q(told_of=None) | ~Q(told_of=F("answered_at")))
Pick = Callable[[EnquiryQuerySet], EnquiryQuerySet]


def tell_of_answers(sender_id: UUID) -> int:
    """Tell who asked that there are answers they weren't told of. How many enquiries."""
    return _each_enquiry(
        sender_id, lambda rows: rows.filter(answers__in=_answers().filter(NEWS)).distinct(), lambda one: _tell_of(one)
    )


def expire_enquiries(sender_id: UUID) -> int:
    """End the ones whose time is over; who asked is told unless a yes or maybe still holds. How many."""
    over = {"state": EnquiryState.OPEN, "closes_at__lte": timezone.now()}
    return _each_enquiry(sender_id, lambda rows: rows.filter(**over), lambda one: _end(one))


def purge_enquiries(sender_id: UUID) -> int:
    """Delete, with every copy, those that ended longer ago than they are kept. How many."""
    long_ago = timezone.now() - settings.CASEMGR_ENQUIRY_KEPT
    return _each_enquiry(
        sender_id,
        lambda rows: rows.exclude(state=EnquiryState.OPEN).filter(state_since__lte=long_ago),
        lambda one: _delete(one),
    )


def _each_enquiry(sender_id: UUID, pick: Pick, act: Callable[[Enquiry], None]) -> int:
    failed = []
    with acting_as(as_organization(sender_id)):
        with transaction.atomic():
            due = [row.pk for row in pick(_asked(sender_id))]
        for pk in due:
            try:
                with transaction.atomic():
                    act(_asked(sender_id).select_for_update(of=("self",)).get(pk=pk))
            except Exception as error:  # the others go on
                failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(due)} enquiries failed", failed)
    return len(due)


def _asked(sender_id: UUID) -> EnquiryQuerySet:
    rows: EnquiryQuerySet = Enquiry.objects.unscoped(_WHY)
    return rows.filter(organization_id=sender_id)


def _answers() -> EnquiryAnswerQuerySet:
    rows: EnquiryAnswerQuerySet = EnquiryAnswer.objects.unscoped(_WHY)
    return rows


def _tell_of(enquiry: Enquiry) -> None:
    for answer in _answers().filter(NEWS, enquiry=enquiry).select_for_update(of=("self",)):
        answer.told_of = answer.answered_at
        answer.save(update_fields=["told_of"])
    _tell_asker(enquiry, Notification.Kind.ENQUIRY_ANSWERED)
    _write_down(events.ENQUIRY_TOLD, enquiry)


def _end(enquiry: Enquiry) -> None:
    enquiry.state, enquiry.state_since = EnquiryState.EXPIRED, timezone.now()
    enquiry.version += 1
    enquiry.save(update_fields=["state", "state_since", "version"])
    hopeful = _answers().filter(enquiry=enquiry, answer__in=[Answer.YES, Answer.MAYBE])
    if not hopeful.filter(until__gte=timezone.now().date()).exists():
        _tell_asker(enquiry, Notification.Kind.ENQUIRY_OVER)
    _write_down(events.ENQUIRY_EXPIRED, enquiry)


def _delete(enquiry: Enquiry) -> None:
    _write_down(events.ENQUIRY_PURGED, enquiry)
    _answers().filter(enquiry=enquiry).delete()
    _asked(enquiry.organization_id).filter(pk=enquiry.pk).delete()


def _tell_asker(enquiry: Enquiry, kind: str) -> None:
    """If they still see it; a system asks for itself."""
    asker = enquiry.asked_by
    if asker.is_machine or not asker.has_access:
        return
    with acting_as_user(asker):
        seen = Enquiry.objects.visible_to(asker).select_related("case").filter(pk=enquiry.pk).first()
    if seen is not None:
        tell(asker.as_actor(), [asker], kind=kind, about=enquiry.public_id, case=seen.case)


def _write_down(event: str, enquiry: Enquiry) -> None:
    with acting_as(None):
        trail.record(event, by=None, subject=enquiry, organization_id=enquiry.organization_id)
