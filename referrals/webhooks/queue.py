"""Puts work on the job queue, ids only, so that no job runs before what it is about is committed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

QUEUE = "webhooks"


def publish_later(written: Iterable[tuple[UUID, UUID]]) -> None:
    """Have events (with their organizations) published once the transaction that wrote them is committed."""
    jobs = [{"event": str(event), "organization": str(organization)} for event, organization in written]
    if jobs:
        _defer(app.configure_task("webhooks.publish", queue=QUEUE), *jobs)


def deliver_later(delivery: UUID, organization: UUID, *, at: datetime.datetime | None = None) -> None:
    """Have a delivery looked at, now or at a time. A job too many does no harm; one too few is found by `catch_up`."""
    job = app.configure_task("webhooks.deliver", queue=QUEUE, schedule_at=at)
    _defer(job, {"delivery": str(delivery), "organization": str(organization)})


def _defer(job: Any, *ids: dict[str, str]) -> None:
    """In the web process the job is part of the transaction; the worker's queue has a connection of its own."""
    if isinstance(app.connector, DjangoConnector):
        job.batch_defer(*ids)
    else:
        transaction.on_commit(partial(job.batch_defer, *ids))
