"""Before anything is served: keys that a restored backup brought back are destroyed again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from casemgr.encryption import journal
from casemgr.encryption.errors import JournalUnusable
from casemgr.encryption.journal import Erasure
from casemgr.encryption.keys import forget_all, overwrite_log
from casemgr.encryption.models import DataKey, ErasureEntry
from casemgr.encryption.router import KEYS

BATCH = 500


def replay() -> int:
    """Bring key store and journal to the same erasures, those of both; how many the store had forgotten.

    It may be repeated and interrupted. Errors: JournalUnusable when the journal can't be read, trusted or written.
    """
    try:
        written = set(journal.read())
        known = {Erasure(*row) for row in ErasureEntry.objects.values_list("organization_id", "owner_id")}
        forgotten = sorted(written - known)
        for start in range(0, len(forgotten), BATCH):
            _destroy_again(forgotten[start : start + BATCH])
        journal.append(sorted(known - written))
    except OSError as error:
        raise JournalUnusable(
            f"The journal of erasures {journal.path()} can't be used: {error.strerror}. Mend that, or name another "
            "place with CASEMGR_ERASURE_JOURNAL and copy the journal there."
        ) from None
    if forgotten:
        forget_all()
    return len(forgotten)


@transaction.atomic(using=KEYS)
def _destroy_again(erasures: Iterable[Erasure]) -> None:
    now = timezone.now()
    owners = [one.owner_id for one in erasures]
    DataKey.objects.filter(owner_id__in=owners, destroyed_at=None).update(wrapped=b"", destroyed_at=now)
    ErasureEntry.objects.bulk_create(
        [ErasureEntry(organization_id=one.organization_id, owner_id=one.owner_id) for one in erasures],
        ignore_conflicts=True,
    )
    transaction.on_commit(overwrite_log, using=KEYS)
