"""Enquiries as the API tells them: to the sender with every answer, to one that was asked with its own alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from referrals.codes import Role
from referrals.models import Enquiry, EnquiryAnswer
from referrals.models.enquiry import Asked


def sent(rows: Iterable[Enquiry], user: User) -> list[dict[str, Any]]:
    """What the user's organization asked, the answers of all read at once."""
    rows = list(rows)
    answers = EnquiryAnswer.objects.visible_to(user).filter(enquiry__in=[row.pk for row in rows])
    by_enquiry = defaultdict(list)
    for one in answers.select_related("receiver").order_by("receiver__name", "pk"):
        by_enquiry[one.enquiry_id].append(one)
    return [
        _told(row, Role.SENDER, row.state_now) | {"answers": [_answer(one, user) for one in by_enquiry[row.pk]]}
        for row in rows
    ]


def received(rows: Iterable[EnquiryAnswer], user: User) -> list[dict[str, Any]]:
    """What the user's organization was asked."""
    return [_told(row, Role.RECEIVER, row.state_now) | {"answers": [_answer(row, user)]} for row in rows]


def _told(row: Any, role: Role, state: str) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "role": role,
        "state": state,
        "version": row.version,
        "asked_at": row.asked_at,
        "closes_at": row.closes_at,
        "question": _question(row),
    }


def _question(row: Asked) -> dict[str, Any]:
    return {
        "service": row.service_code,
        "needs": row.needs,
        "whom": row.whom or None,
        "together": row.together,
        "age_band": row.age_band or None,
        "region": row.region or None,
        "language": row.language or None,
        "interpreter_needed": row.interpreter_needed,
    }


def _answer(row: EnquiryAnswer, user: User) -> dict[str, Any]:
    return {
        "organization": {"id": row.receiver.public_id, "name": row.receiver.name},
        "answer": row.answer or None,
        "until": row.until,
        "holds": row.holds_on(today(user.organization)),
        "reason": row.reason_code or None,
        "answered_at": row.answered_at,
    }
