"""The one road into the trail. If an entry can't be written, what it tells of doesn't happen.

Entries carry names of fields and random ids, never values of a person's fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from casemgr.audit.models import AuditEntry
from casemgr.audit.origin import current_origin

if TYPE_CHECKING:
    from casemgr.accounts.models import User

VERBS = {"read": 3, "search": 3, "reveal": 3, "check": 3, "download": 3, "register": 0, "open": 0, "create": 0}
UPDATE = 1


@transaction.atomic(savepoint=False)  # the actor is stated only inside transactions
def record(
    event: str,
    *,
    by: User | None,
    subject: models.Model | None = None,
    organization_id: UUID | None = None,
    changed: Iterable[str] = (),
    reason: str = "",
    facts: Mapping[str, str | int] | None = None,
) -> AuditEntry:
    """Write that `by` did `event` to `subject`.

    `organization_id` is whose trail gets the entry (default: the actor's). `changed` are names of fields. `facts`
    are codes, counts and random ids. `reason` is what the person gave for a dangerous act.
    """
    origin = current_origin()
    entry = AuditEntry(
        event=event,
        action=VERBS.get(event.rsplit(":", 1)[-1], UPDATE),
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_pk=str(subject.pk) if subject else "",
        object_repr="",
        changes={name: ["", ""] for name in sorted(changed)} or None,
        additional_data=dict(facts) if facts else None,
        actor=by,
        organization_id=organization_id or (by.organization_id if by else None),
        reason=reason,
        cid=origin.correlation_id or None,
        remote_addr=origin.address,
    )
    entry.save(force_insert=True)
    return entry


def read(
    event: str,
    *,
    by: User,
    subjects: Iterable[models.Model],
    query_digest: str = "",
    facts: Mapping[str, str | int] | None = None,
) -> AuditEntry:
    """Write that `by` saw `subjects`: one entry a page, with their ids, before the page goes out.

    `query_digest` is a keyed hash of what was searched for, never the words; `facts` are further codes and counts.
    """
    seen = list(subjects)
    told: dict[str, Any] = {"ids": ",".join(str(s.pk) for s in seen), "count": len(seen)} | dict(facts or {})
    if query_digest:
        told["query"] = query_digest
    return record(event, by=by, subject=seen[0] if len(seen) == 1 else None, facts=told)
