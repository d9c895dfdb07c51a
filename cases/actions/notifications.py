"""Tell colleagues that something happened, in words that name nobody."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.models import Case, Notification


def notify(*colleagues: User | None, kind: str, by: User, case: Case | None = None, about: str = "") -> None:
    """Tell these colleagues, but not `by` and nobody twice. No check, no trail: part of other actions."""
    others = [one for one in colleagues if one is not None and one.pk != by.pk]
    notify_people(others, kind=kind, case=case, about=about)


def notify_people(people: Iterable[User], *, kind: str, case: Case | None = None, about: str = "") -> None:
    """Tell these people of the acting organization, nobody twice. `about` is the public id of a referral or notice."""
    told = {one.pk: one for one in people if one.has_access and not one.is_machine}
    Notification.objects.bulk_create(
        Notification(organization=one.home, recipient=one, kind=kind, case=case, about=about) for one in told.values()
    )


def tell(
    people: Iterable[User], kind: str, organization_id: UUID, *, case_id: UUID | None = None, about: str = ""
) -> None:
    """Tell these people of an organization by ids alone, nobody twice; part of what clocks do."""
    Notification.objects.bulk_create(
        Notification(organization_id=organization_id, recipient=one, kind=kind, case_id=case_id, about=about)
        for one in {one.pk: one for one in people}.values()
    )


@transaction.atomic
def open_notification(public_id: str, *, by: User) -> Notification:
    """Mark one as read and return it. Raises NotFound."""
    found = Notification.objects.visible_to(by).select_related("case").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    if found.read_at is None:
        found.read_at = timezone.now()
        found.save(update_fields=["read_at"])
        trail.record(events.NOTIFICATIONS_READ, by=by, subject=found, facts={"count": 1})
    return found


@transaction.atomic
def read_notifications(*, by: User) -> int:
    """Mark all as read; how many there were."""
    count = Notification.objects.visible_to(by).unread().update(read_at=timezone.now())
    if count:
        trail.record(events.NOTIFICATIONS_READ, by=by, facts={"count": count})
    return count
