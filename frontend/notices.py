"""Statutory notices in words: where one stands, what stands against it, and what its sheet tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.actions.footing import is_child
from cases.codelists.countries import COUNTRIES
from cases.consent_categories import CATEGORIES
from cases.models import Consent, StatutoryNotice
from cases.notices import clashes
from cases.notices.codes import Counsel, FollowUp, Informed, Kind, Lawful
from cases.notices.lifecycle import TOLD, Event, State
from frontend.disclosed import Safety, Shown, safety, shown

STATES: dict[str, tuple[Any, str]] = {
    State.DRAFT: (_("Draft"), "neutral"),
    State.ASKED: (_("Waits for a second person"), "watch"),
    State.APPROVED: (_("Approved, not sent"), "watch"),
    State.SENT: (_("Told"), "stable"),
    State.TO_REVIEW: (_("Told, to be reviewed"), "urgent"),
    State.REVIEWED: (_("Told and reviewed"), "stable"),
    State.ANSWERED: (_("Answered"), "stable"),
    State.CLOSED: (_("Closed"), "neutral"),
    State.REFUSED: (_("Refused"), "neutral"),
    State.WITHDRAWN: (_("Withdrawn"), "neutral"),
}
STEPS: dict[str, Any] = {
    Event.CHANGE: _("Changed"),
    Event.ASK: _("Approval asked for"),
    Event.APPROVE: _("Approved"),
    Event.RETURN: _("Returned"),
    Event.REFUSE: _("Refused"),
    Event.SEAL: _("What is told was opened and sealed"),
    Event.SEND: _("Told"),
    Event.SEND_NOW: _("Told because of imminent danger"),
    Event.REVIEW: _("Reviewed"),
    Event.ANSWER: _("Answer written down"),
    Event.CLOSE: _("Closed"),
    Event.WITHDRAW: _("Withdrawn"),
    Event.DESTROY: _("What was told was destroyed"),
}
EXPLAINED: dict[str, Any] = {
    Kind.IMMINENT_DANGER: _("Somebody's life or safety is in danger now. It goes out at once; a supervisor reviews it "
                            "within 24 hours."),
    Kind.MANDATORY_REPORT: _("A law orders you to report. A second person approves it before it goes out."),
    Kind.CHILD_PROTECTION: _("A law on the protection of children orders it, or allows it without consent. A second "
                             "person approves it before it goes out."),
    Kind.COURT_ORDER: _("Somebody served an order, a warrant or a request. Ask counsel first. A second person approves "
                        "what is released."),
}  # fmt: skip


@dataclass(frozen=True)
class Against:
    """What stands against telling; nothing of it stops a law or danger, all of it is said."""

    forbidden: bool
    entries: list[str]
    never: list[str]
    agreed: list[tuple[Consent, str]]
    refused: list[Consent]
    guardian: bool
    child: bool
    unasked: bool
    unaware: bool


@dataclass(frozen=True)
class Sheet:
    """What was sealed, in words."""

    to: dict[str, Any]
    kind: Any
    lawful: Any
    country: Any
    provision: str
    served_by: str
    scope: str
    words: str
    call_back: str
    fields: list[Shown]
    safety: Safety | None


def state_of(notice: StatutoryNotice) -> dict[str, Any]:
    """Its state in words and the tone of its badge."""
    label, tone = STATES[State(notice.state)]
    return {"label": label, "tone": tone}


def against(notice: StatutoryNotice, user: User) -> Against:
    """Everything that whoever sends or approves it has to know."""
    person = notice.case.person
    entries = clashes.on_the_list(person, clashes.recipient_of(notice), user)
    return Against(
        forbidden=notice.never_share or bool(entries),
        entries=entries,
        never=clashes.never_share_list(person, user),
        agreed=[(word, kinds_in_words(word.categories)) for word in clashes.agreed_sharing(person, user)],
        refused=clashes.refused_sharing(person, user),
        guardian=clashes.barred_guardians(person, user),
        child=bool(is_child(person, today(user.organization))),
        unasked=notice.kind != Kind.IMMINENT_DANGER and notice.counsel != Counsel.ASKED,
        unaware=notice.informed != Informed.TOLD,
    )


def kinds_in_words(categories: list[str]) -> str:
    """Kinds of data, in their order."""
    return " · ".join(str(label) for code, label in CATEGORIES.items() if code in categories)


def steps_of(notice: StatutoryNotice, rows: Any) -> list[dict[str, Any]]:
    """Each step: what, who, when, and what was said at it."""
    return [{"what": STEPS.get(row.event, row.event), "by": row.taken_by, "at": row.taken_at, "words": row.words}
            for row in rows]  # fmt: skip


def sheet_in_words(content: dict[str, Any]) -> Sheet:
    """What its page shows: codes as words, the contact's rules before anything else."""
    fields = content["fields"]
    return Sheet(
        to=content["to"],
        kind=Kind(content["kind"]).label,
        lawful=Lawful(content["lawful"]).label,
        country=COUNTRIES.label(content["country"]) if content["country"] else "",
        fields=shown(fields),
        safety=safety(fields),
        **{name: content[name] or "" for name in ("provision", "served_by", "scope", "words", "call_back")},
    )


def facts_of(notice: StatutoryNotice) -> dict[str, Any]:
    """What `cases/notice_facts.html` shows."""
    return {
        "notice": notice,
        "recipient": clashes.recipient_of(notice),
        "told": told_of(notice),
        "country": COUNTRIES.label(notice.country) if notice.country else "",
        "was_told": notice.state in TOLD,
        "follow_ups": [FollowUp(code).label for code in notice.follow_ups],
    }


def told_of(notice: StatutoryNotice) -> str:
    """What it tells, by kinds."""
    own = gettext("in own words") if notice.words else ""
    return " · ".join(filter(None, [kinds_in_words(notice.categories), own]))
