"""Puts the practice partner's next move on the job queue, ids only, part of the transaction it answers to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from casemgr.accounts.models import Organization
from referrals.models import EnquiryAnswer, Referral

QUEUE = "referrals"


def expect_move(referral: Referral) -> None:
    """In a practice pair: the partner looks at the referral once this step is committed. Elsewhere nothing."""
    for side in (referral.sender, referral.receiver):
        if side.practice_side == Organization.PracticeSide.PARTNER:
            _defer("practice.move", referral=str(referral.pk), partner=str(side.pk))


def expect_answer(asked: EnquiryAnswer) -> None:
    """The same for an enquiry that the partner is asked."""
    if asked.receiver.practice_side == Organization.PracticeSide.PARTNER:
        _defer("practice.answer", asked=str(asked.pk), partner=str(asked.receiver_id))


def forget_keys_later(organization: Organization, before: str) -> None:
    """Have the keys of whatever a practice organization held before a moment (ISO 8601) destroyed."""
    _defer("practice.forget_keys", organization=str(organization.pk), before=before)


def _defer(task: str, **about: str) -> None:
    job: Any = app.configure_task(task, queue=QUEUE)
    if isinstance(app.connector, DjangoConnector):
        job.defer(**about)
    else:
        transaction.on_commit(partial(job.defer, **about))
