"""What time does to contacts that became no case, and to words left without a name: they are deleted."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.ending_keys import destroy_surely
from cases.models import FeedbackWord, QuickContact

WORDS_KEPT = datetime.timedelta(days=365)
_WHY = "the organization deletes what it keeps no longer"


def forget_contacts(organization_id: UUID) -> int:
    """Delete the contacts of one organization that nobody touched for as long as it keeps them, and words a year old.

    A call that is promised for today or later stays; those of colleagues without access go to whoever is on shift.
    How many contacts went; their calls stay counted. It acts as the organization itself and opens nothing: it works
    while the organization's own key is locked.
    """
    organization = Organization.objects.get(pk=organization_id)
    actor = Actor(organization_id, organization_id, "organization", frozenset({"take_contacts"}))
    with acting_as(actor), transaction.atomic():
        before = timezone.now() - datetime.timedelta(days=organization.contacts_kept)
        rows = QuickContact.objects.unscoped(_WHY).filter(organization_id=organization_id, case=None)
        left = rows.standing().filter(worker__is_active=False)
        left.update(worker=None, version=F("version") + 1)
        promised = rows.standing().filter(call_on__gte=today(organization))
        old = rows.filter(touched_at__lt=before).exclude(pk__in=promised.values("pk"))
        locked = old.select_for_update(of=("self",))  # who touches one now comes first, or finds it gone
        gone = list(locked.values_list("pk", flat=True))
        old.filter(pk__in=gone).delete()
        words = FeedbackWord.objects.unscoped(_WHY).filter(week__lt=timezone.now().date() - WORDS_KEPT)
        words.delete()
        destroy_surely(organization_id, *gone)
    if gone:
        with acting_as(None):
            facts: dict[str, str | int] = {"contacts": len(gone)}
            trail.record(events.CONTACTS_FORGOTTEN, by=None, organization_id=organization_id, facts=facts)
    return len(gone)
