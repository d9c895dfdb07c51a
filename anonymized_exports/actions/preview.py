"""What would leave of one's own organization: counted without noise, for its own eyes."""

from django.db import transaction

from anonymized_exports import events
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import trail
from casemgr.encryption import held
from cases import for_exports

Counts = dict[str, dict[str, int]]


@transaction.atomic
def preview(*, by: User) -> Counts:
    """Consented people of the organization of `by`, by column of the door and code; empty for fewer than ten.

    A number that isn't there is withheld: small, or covering a small one. Nothing is spent, since nothing leaves.
    Errors: NotPermitted; OrganizationLocked while the organization's own key is locked.
    """
    require(by, "preview_statistics")
    held.require_unlocked(by.home.pk)
    trail.record(events.OWN_COUNTS_READ, by=by, subject=by.home)
    counts: Counts = {}
    for column, code, number in for_exports.own_counts():
        counts.setdefault(column, {})[code] = number
    return counts
