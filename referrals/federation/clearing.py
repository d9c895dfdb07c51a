"""What time does to a pairing: it ends on its day, and nonces whose signatures are too old are thrown away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from referrals.models import Pairing, SeenNonce


def clear(account: User) -> None:
    """Of one pairing."""
    with acting_as_user(account), transaction.atomic():
        SeenNonce.objects.visible_to(account).filter(until__lt=timezone.now()).delete()
        rows = Pairing.objects.visible_to(account).select_related("organization").select_for_update(of=("self",))
        pairing = rows.get(account=account)
        if pairing.is_active and today(pairing.organization) >= pairing.ends_on:
            _suspend(pairing, account)


def _suspend(pairing: Pairing, account: User) -> None:
    """As when somebody does it: what takes back still goes out. The terms have to be agreed anew."""
    pairing.state = Pairing.State.SUSPENDED
    pairing.save(update_fields=["state"])
    facts: dict[str, str | int] = {"state": str(pairing.state), "ended": 1}
    trail.record(
        events.PAIRING_CHANGED, by=account, subject=pairing, organization_id=pairing.organization.pk, facts=facts
    )
    Organization.objects.filter(pk=account.home.pk).update(status=Organization.Status.SUSPENDED)
