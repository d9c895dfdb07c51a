"""How long a merge can be undone."""

import datetime

from django.utils import timezone

from cases.models import Merge

DAYS = 30


def purge(*, using: str = "default") -> int:
    """Take away the snapshots of merges older than DAYS: from then on they can't be undone. How many.

    `using` is the login that sees every organization.
    """
    before = timezone.now() - datetime.timedelta(days=DAYS)
    old = Merge.objects.using(using).unscoped("snapshots of every organization").filter(merged_at__lt=before)
    return old.exclude(snapshot_sealed=None).update(snapshot_sealed=None)
