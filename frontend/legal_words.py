"""Proceedings and requests in words: where one stands, what may be done, what is owed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.consent_categories import CATEGORIES
from cases.legal import proceeding_lifecycle, request_lifecycle
from cases.legal.codes import Accommodation, Decision, Measure, Request
from cases.models import Award, Hearing, LegalRequest, Proceeding

PROCEEDING_STATES: dict[str, tuple[Any, str]] = {
    proceeding_lifecycle.State.PLANNED: (_("Planned"), "neutral"),
    proceeding_lifecycle.State.OPEN: (_("Under way"), "watch"),
    proceeding_lifecycle.State.DECIDED: (_("Decided"), "stable"),
    proceeding_lifecycle.State.APPEALED: (_("Appealed"), "watch"),
    proceeding_lifecycle.State.CLOSED: (_("Closed"), "neutral"),
}
PROCEEDING_STEPS: dict[str, Any] = {
    proceeding_lifecycle.Event.BEGIN: _("It began"),
    proceeding_lifecycle.Event.DECIDE: _("It was decided"),
    proceeding_lifecycle.Event.APPEAL: _("An appeal was lodged"),
    proceeding_lifecycle.Event.CLOSE: _("Close it"),
    proceeding_lifecycle.Event.REOPEN: _("Open it again"),
}
REQUEST_STATES: dict[str, tuple[Any, str]] = {
    request_lifecycle.State.DRAFT: (_("Written down, nothing proposed"), "watch"),
    request_lifecycle.State.PROPOSED: (_("Waits for a second person"), "watch"),
    request_lifecycle.State.DECIDED: (_("Decided, not answered yet"), "watch"),
    request_lifecycle.State.RELEASED: (_("Released"), "stable"),
    request_lifecycle.State.ANSWERED: (_("Answered, nothing released"), "stable"),
    request_lifecycle.State.CLOSED: (_("Closed"), "neutral"),
    request_lifecycle.State.LAPSED: (_("Lapsed"), "neutral"),
}
REQUEST_STEPS: dict[str, Any] = {
    request_lifecycle.Event.CHANGE: _("Changed"),
    request_lifecycle.Event.PROPOSE: _("Answer proposed"),
    request_lifecycle.Event.DECIDE: _("Decided"),
    request_lifecycle.Event.RETURN: _("Returned"),
    request_lifecycle.Event.RELEASE: _("Released"),
    request_lifecycle.Event.ANSWER: _("Answered"),
    request_lifecycle.Event.CLOSE: _("Closed"),
    request_lifecycle.Event.LAPSE: _("Lapsed"),
}
NEITHER = _("We neither confirm nor deny whether we know anybody.")


def proceeding_state(one: Proceeding) -> dict[str, Any]:
    """Its state in words and the tone of its badge."""
    label, tone = PROCEEDING_STATES[one.state]
    return {"label": label, "tone": tone}


def request_state(one: LegalRequest) -> dict[str, Any]:
    """Its state in words and the tone of its badge."""
    label, tone = REQUEST_STATES[one.state]
    return {"label": label, "tone": tone}


def decision(one: LegalRequest) -> Any:
    """What is answered, in words."""
    return Decision(one.decision).label if one.decision else ""


def request_kind(one: LegalRequest) -> Any:
    """What was served, in words."""
    return Request(one.kind).label


def kinds_of_data(codes: list[str]) -> str:
    """Kinds of data, in their order."""
    return " · ".join(str(label) for code, label in CATEGORIES.items() if code in codes)


def asked_and_given(asked: list[str], given: list[str], words: Any, said: str) -> list[tuple[str, str, str]]:
    """Each thing that was asked for as a badge (words, tone, icon); what was given, in the words of `said`."""
    waiting = gettext("asked for")
    return [
        (f"{words(code).label}: {said}", "stable", "check-lg")
        if code in given
        else (f"{words(code).label}: {waiting}", "watch", "clock")
        for code in words.values
        if code in {*asked, *given}
    ]


def hearing_row(one: Hearing) -> dict[str, Any]:
    """A hearing with what protects and what makes it accessible."""
    return {
        "hearing": one,
        "measures": asked_and_given(one.measures_asked, one.measures_granted, Measure, gettext("granted")),
        "accommodations": asked_and_given(
            one.accommodations_asked, one.accommodations_met, Accommodation, gettext("was there")
        ),
    }


def award_row(award: Award, payments: list[Any]) -> dict[str, Any]:
    """Money ordered, with its payments and what is still owed."""
    own = [one for one in payments if one.award_id == award.pk]
    return {"award": award, "payments": own, "owed": award.amount - sum((one.amount for one in own), Decimal(0))}
