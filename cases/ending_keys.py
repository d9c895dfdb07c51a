"""The one road on which keys end with what they sealed: once that is committed, at once, and by a job of the same
transaction should the key store fail meanwhile.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from casemgr.encryption import keys
from cases.documents import storage
from cases.importing import staging


def destroy_surely(organization_id: UUID, *owners: UUID, file: str = "") -> None:
    """Destroy these owners' keys once the transaction is committed, and the files of this public id."""
    destroy_later(organization_id, *owners, file=file)
    for owner in owners:
        transaction.on_commit(partial(destroy_now, organization_id, owner, file), robust=True)


def destroy_later(organization_id: UUID, *owners: UUID, file: str = "") -> None:
    """The job alone, for who destroys at once in another way. It is queued if this transaction is committed."""
    said = [{"organization": str(organization_id), "owner": str(owner), "file": file} for owner in owners]
    if said:
        app.configure_task("cases.destroy_file", allow_unknown=False).batch_defer(*said)


def destroy_now(organization_id: UUID, owner: UUID, file: str = "") -> None:
    """Destroy a key, then the files of a document or an import with this public id; repeating it is harmless."""
    keys.destroy(organization_id, owner)
    if file:
        storage.remove(file)
        staging.remove(file)
