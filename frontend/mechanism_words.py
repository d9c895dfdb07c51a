"""What parts and codes of the mechanism's figures are called on screens, and in which order they stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.codelists.countries import REGIONS
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.referral_words import DECLINE, STATES
from referrals.lifecycle import DeclineReason, State

URGENCY: dict[str, Any] = {"emergency": _("Emergency"), "urgent": _("Urgent"), "normal": _("Normal")}
OUTCOME: dict[str, Any] = {
    "accepted": _("Accepted"),
    "unmet": _("Unmet: declined for want of a place or a fitting service, or not answered in time"),
    "refused": _("Declined for another reason"),
    "withdrawn": _("Withdrawn"),
    "revoked": _("Sharing stopped"),
    "waiting": _("Still waiting"),
}
PROGRESS: dict[str, Any] = {
    "accepted": _("Accepted, nobody reached yet"),
    "in_service": STATES[State.IN_SERVICE],
    "completed": STATES[State.COMPLETED],
    "not_completed": STATES[State.NOT_COMPLETED],
}
UNMET: dict[str, Any] = {
    **{code: DECLINE[code] for code in (DeclineReason.NO_CAPACITY, DeclineReason.INELIGIBLE)},
    DeclineReason.WRONG_SERVICE: DECLINE[DeclineReason.WRONG_SERVICE],
    "expired": STATES[State.EXPIRED],
}
REFUSED: dict[str, Any] = {
    code: DECLINE[code] for code in (DeclineReason.UNSAFE_HERE, DeclineReason.CONFLICT, DeclineReason.OTHER)
}
TIMES: dict[str, Any] = {
    "answer_half": _("Half were answered within"),
    "answer_most": _("Nine of ten were answered within"),
    "contact_half": _("Half of the people were reached within"),
    "contact_most": _("Nine of ten of the people were reached within"),
}
#: part, of what (of the part before it), title, its codes
PARTS: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("outcome", "all", _("What became of the offers"), OUTCOME),
    ("acknowledged", "all", _("Seen by the receiver"), {"yes": _("Marked as seen")}),
    ("waitlisted", "all", _("Waiting lists"), {"yes": _("Was put on a waiting list")}),
    ("urgency", "all", _("How urgent they were"), URGENCY),
    ("progress", "accepted", _("How accepted ones went on"), PROGRESS),
    ("unmet", "unmet", _("Why needs were not met"), UNMET),
    ("refused", "refused", _("Other reasons for declining"), REFUSED),
    ("service", "unmet", _("Unmet needs by service"), dict(SERVICES.codes)),
)
LISTS = {"service": SERVICES, "region": REGIONS, "language": LANGUAGES}


def name_of(part: str, code: str) -> Any:
    """A code of a part in words; one that nobody knows is shown as it is."""
    if part in LISTS:
        return LISTS[part].label(code)
    known: dict[str, dict[str, Any]] = {name: codes for name, _above, _title, codes in PARTS}
    return known.get(part, {}).get(code, code)


def within(hours: int) -> str:
    """A step of the ladder of times in words; 0 is beyond the last."""
    if hours == 0:
        return str(_("more than 90 days"))
    if hours <= 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
