"""The looks of an organization's trail, for the rules of `unusual`; and what auditors found about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.audit import events, trail
from casemgr.audit.models import AnomalyReview, AuditEntry
from casemgr.audit.unusual import LOOKS, SEARCH, WEEKS_BEFORE, Look
from casemgr.errors import InvalidInput, NotPermitted

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class Verdict(models.TextChoices):
    """What an auditor found."""

    ORDINARY = "ordinary", gettext_lazy("Ordinary work")
    TALKED = "talked", gettext_lazy("Talked about with the colleague")
    MISUSE = "misuse", gettext_lazy("Misuse: followed up")


def looks(*, since: datetime.date, until: datetime.date, by: User) -> Iterator[Look]:
    """Looks and searches of the auditor's organization from eight weeks before `since`, as the rules want them."""
    first = since - datetime.timedelta(weeks=WEEKS_BEFORE, days=1)  # a day more for any zone
    rows = AuditEntry.objects.visible_to(by).filter(
        event__in=[*LOOKS, SEARCH],
        actor__isnull=False,
        timestamp__date__range=(first, until + datetime.timedelta(days=1)),
    )
    facts = {name: models.F(f"additional_data__{name}") for name in ("query", "beyond")}
    values = rows.annotate(**facts).values_list("actor_id", "actor__role", "timestamp", "event", *facts)
    for person, role, at, event, digest, beyond in values.iterator(chunk_size=5_000):
        yield Look(str(person), role or "", at, event, digest or "", bool(beyond))


@transaction.atomic
def review(key: str, *, verdict: str, by: User) -> AnomalyReview:
    """Say what was found about one finding; the latest word counts. Errors: NotPermitted, InvalidInput."""
    if not by.can("view_audit"):
        raise NotPermitted()
    if verdict not in Verdict.values or len(key) > AnomalyReview.LONGEST:
        raise InvalidInput(_("Say what you found."), field="verdict")
    made = AnomalyReview(organization_id=by.home.pk, key=key, verdict=verdict, reviewed_by_id=by.pk)
    made.save(force_insert=True)
    trail.record(events.ANOMALY_REVIEWED, by=by, facts={"rule": key.split(":")[0], "verdict": verdict})
    return made


def reviews(by: User) -> dict[str, Any]:
    """The latest verdict for each finding of the auditor's organization."""
    rows = AnomalyReview.objects.filter(
        organization_id=by.home.pk, at__gt=timezone.now() - datetime.timedelta(days=400)
    )
    return {key: Verdict(verdict).label for key, verdict in rows.order_by("at").values_list("key", "verdict")}
