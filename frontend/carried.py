"""Slips that people carry, as pages draw them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.services import SERVICES
from cases.models import Case
from frontend.disclosed import kinds
from referrals.carried_lifecycle import State, lives
from referrals.models import CarriedLink

STATES: dict[str, tuple[Any, str, str]] = {
    State.READY: (_("Opens"), "stable", "check-lg"),
    State.SPENT: (_("Used up"), "neutral", ""),
    State.LOCKED: (_("Locked: wrong passcodes"), "urgent", "exclamation-triangle"),
    State.EXPIRED: (_("Time is over"), "neutral", ""),
    State.ENDED: (_("Ended"), "neutral", ""),
}


def row(link: CarriedLink) -> dict[str, Any]:
    """A slip without anything it opens."""
    opens = lives(State(link.state), link.expires_at, timezone.now())
    now = link.state if opens or link.state != State.READY else State.EXPIRED
    state, tone, icon = STATES[now]
    return {
        "link": link,
        "service": SERVICES.label(link.service_code),
        "kinds": kinds(link.categories),
        "opens": opens,
        "state": state,
        "tone": tone,
        "icon": icon,
    }


def rows_of(case: Case, user: User) -> list[dict[str, Any]]:
    """The slips of a case, newest first."""
    found = CarriedLink.objects.visible_to(user).about(case).select_related("maker", "reply").order_by("-id")
    return [row(link) | {"has_reply": hasattr(link, "reply")} for link in found]
