"""What operators do with keys, told in the trail of each organization that it concerns."""

from django.db import transaction

from casemgr.accounts.models import Organization
from casemgr.audit import events, trail


@transaction.atomic
def tell_all(event: str, facts: dict[str, str | int]) -> None:
    """Each organization's trail hears what the operator did with the key of all."""
    for organization in Organization.objects.here().order_by("pk"):
        _record(event, organization, facts)


def tell_rotated(organization: Organization, version: int) -> None:
    """One organization's trail hears of its key's new version."""
    _record(events.KEY_ROTATED, organization, {"version": version})


def _record(event: str, organization: Organization, facts: dict[str, str | int]) -> None:
    trail.record(event, by=None, organization_id=organization.pk, facts=facts | {"operator": 1})
