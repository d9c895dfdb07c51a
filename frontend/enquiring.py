"""Enquiries as pages show them: from a need to a question, rows of lists, answers beside each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.codelists.countries import BY_CODE, REGIONS
from cases.codelists.services import SERVICES
from referrals.enquiry_codes import NEEDS, WHOM, Answer, EnquiryState, Together
from referrals.models import Enquiry, EnquiryAnswer
from referrals.models.enquiry import Asked

TONES = {
    Answer.YES: ("stable", "check-circle"),
    Answer.MAYBE: ("watch", "clock"),
    Answer.NO: ("neutral", "x-circle"),
    "": ("neutral", "clock"),
}
STATE_TONES = {EnquiryState.OPEN: "accent", EnquiryState.WITHDRAWN: "neutral", EnquiryState.EXPIRED: "neutral"}


def from_need(said: Mapping[str, Any], groups: Iterable[str], by: User) -> dict[str, Any]:
    """The question that a need becomes (fields of its form): what may not be asked is left out."""
    country = BY_CODE.get(said.get("country", "")) or BY_CODE.get(by.home.country)
    try:
        together = together_of(int(said.get("places") or 1))
    except ValueError:
        together = Together.ONE
    return {
        "service_code": said.get("service", ""),
        "region": country.region if country else "",
        "whom": said.get("whom", "") if said.get("whom") in WHOM else "",
        "age_band": said.get("age", ""),
        "language": said.get("language", ""),
        "interpreter_needed": bool(said.get("interpreter")),
        "needs": [code for code in groups if code in NEEDS],
        "together": together,
    }


def together_of(places: int) -> str:
    """So many people as an enquiry tells it."""
    if places <= 2:
        return Together.ONE if places <= 1 else Together.TWO
    return Together.FEW if places <= 4 else Together.MANY


def question(asked: Asked) -> dict[str, Any]:
    """What was asked, in words."""
    return {
        "asked": asked,
        "service": SERVICES.label(asked.service_code),
        "region": REGIONS.label(asked.region) if asked.region else "",
        "whom": WHOM.get(asked.whom, ""),
        "needs": [NEEDS.get(code, code) for code in asked.needs],
    }


def answer_row(one: EnquiryAnswer, day: datetime.date) -> dict[str, Any]:
    """An answer as it is drawn; `holds` is false for a yes or maybe whose last day is over."""
    tone, icon = TONES[one.answer]
    holds = one.holds_on(day)
    return {
        "one": one,
        "tone": tone if holds or one.answer in ("", Answer.NO) else "neutral",
        "icon": icon,
        "holds": holds,
    }


def sent_rows(enquiries: Iterable[Enquiry], by: User) -> list[dict[str, Any]]:
    """Rows of a list of what was asked, the answers of all read at once."""
    enquiries = list(enquiries)
    day = today(by.organization)
    counts: dict[Any, dict[str, int]] = {one.pk: {"asked_count": 0, "yes": 0, "answered": 0} for one in enquiries}
    for answer in EnquiryAnswer.objects.visible_to(by).filter(enquiry__in=list(counts)):
        told = counts[answer.enquiry_id]
        told["asked_count"] += 1
        told["answered"] += answer.answer != ""
        told["yes"] += answer.answer == Answer.YES and answer.holds_on(day)
    return [_row(one, one.state_now) | counts[one.pk] | {"case": one.case} for one in enquiries]


def received_rows(asked: Iterable[EnquiryAnswer], by: User) -> list[dict[str, Any]]:
    """Rows of a list of what one's own organization was asked."""
    day = today(by.organization)
    return [_row(one, one.state_now) | {"answer": answer_row(one, day)} for one in asked]


def _row(one: Any, state: str) -> dict[str, Any]:
    return question(one) | {
        "state": EnquiryState(state).label,
        "tone": STATE_TONES[EnquiryState(state)],
        "open": state == EnquiryState.OPEN,
    }
