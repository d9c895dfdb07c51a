"""What time does to slips: past their end they open no more anyway; here their keys are destroyed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from casemgr.db.actor import acting_as
from referrals.alerts import as_organization
from referrals.carried_lifecycle import Event
from referrals.carried_steps import slip_step
from referrals.models import CarriedLink

_WHY = "the clock looks at every slip of one organization"


def expire_carried(organization_id: UUID) -> int:
    """End the slips whose time is over. How many. Nothing sealed is opened."""
    with acting_as(as_organization(organization_id)):
        with transaction.atomic():
            due = list(CarriedLink.objects.unscoped(_WHY).past().values_list("pk", flat=True))
        return sum(_expire(pk) for pk in due)


@transaction.atomic
def _expire(pk: UUID) -> bool:
    rows = CarriedLink.objects.unscoped(_WHY).select_for_update(of=("self",))
    link = rows.past().filter(pk=pk).first()
    return link is not None and slip_step(link, Event.EXPIRE)
