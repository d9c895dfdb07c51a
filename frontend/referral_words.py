"""What states, events and codes of referrals are called on screens, and how a state track is drawn."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from referrals.codes import HandOffResult, HandOffState, MessageKind, NotPhoned, Outcome, Way
from referrals.lifecycle import ContactResult, DeclineReason, EndReason, Event, State

STATES: dict[str, Any] = {
    State.DRAFT: _("Draft"),
    State.OFFERED: _("Offered"),
    State.ACKNOWLEDGED: _("Seen"),
    State.WAITLISTED: _("On a waiting list"),
    State.ACCEPTED: _("Accepted"),
    State.IN_SERVICE: _("In service"),
    State.COMPLETED: _("Completed"),
    State.NOT_COMPLETED: _("Ended without completing"),
    State.DECLINED: _("Declined"),
    State.EXPIRED: _("No answer in time"),
    State.WITHDRAWN: _("Withdrawn"),
    State.REVOKED: _("Sharing stopped"),
    State.ENTERED_IN_ERROR: _("Entered in error"),
}
EVENTS: dict[str, Any] = {
    "draft": _("Written down"),
    Event.SUBMIT: _("Sent"),
    Event.ACKNOWLEDGE: _("Seen by the receiver"),
    Event.WAITLIST: _("Put on a waiting list"),
    Event.DECLINE: _("Declined"),
    Event.ACCEPT: _("Accepted"),
    Event.RECORD_CONTACT: _("Tried to reach the person"),
    Event.COMPLETE: _("Completed"),
    Event.END: _("Ended without completing"),
    Event.WITHDRAW: _("Withdrawn"),
    Event.REVOKE: _("Sharing stopped, as the person wished"),
    Event.EXPIRE: _("Not answered in time"),
    Event.ERROR: _("Entered in error"),
    "phone": _("The sender telephoned, or said why not"),
    "message": _("A message"),
    "handoff": _("A hand-off"),
    "purge": _("What was shared was destroyed: its time had passed"),
    "hand_over": _("They were told what the person agreed to share"),
    "ask_back": _("They were asked to destroy what they were told"),
    "ask_deletion": _("They were asked to delete what they hold, as the person wished"),
    "answer_deletion": _("They answered whether they delete what they hold"),
}
#: the same where nothing went to the receiver by itself
EVENTS_OUTSIDE: dict[str, Any] = {
    Event.SUBMIT: _("To be offered by phone or letter"),
    Event.ACKNOWLEDGE: _("They have it and think about it"),
}
DECLINE: dict[str, Any] = {
    DeclineReason.NO_CAPACITY: _("No capacity now"),
    DeclineReason.INELIGIBLE: _("Not for this person"),
    DeclineReason.UNSAFE_HERE: _("Not safe here"),
    DeclineReason.CONFLICT: _("A conflict of interest"),
    DeclineReason.WRONG_SERVICE: _("We don't offer this service"),
    DeclineReason.OTHER: _("Another reason"),
}
END: dict[str, Any] = {
    EndReason.NOT_REACHED: _("The person could not be reached"),
    EndReason.UNSAFE: _("It was not safe"),
    EndReason.PERSON_STOPPED: _("The person did not want to go on"),
    EndReason.MOVED_AWAY: _("The person moved away"),
    EndReason.CANNOT_GIVE: _("We can't give this service after all"),
    EndReason.ENDED_OTHERWISE: _("It ended for another reason"),
}
NOT_PHONED: dict[str, Any] = dict(NotPhoned.choices)
CONTACT: dict[str, Any] = {
    ContactResult.OK: _("Reached, and safe"),
    ContactResult.FAILED: _("Not reached"),
    ContactResult.UNSAFE: _("It was not safe"),
}
ASKED_BACK: dict[str, Any] = {"asked": _("They will do it"), "confirmed": _("They say that it is done")}
WAYS: dict[str, Any] = dict(Way.choices)
CODES: dict[str, Any] = {
    **dict(MessageKind.choices),
    **dict(HandOffState.choices),
    **dict(HandOffResult.choices),
    **DECLINE,
    **CONTACT,
    **END,
    **NOT_PHONED,
    **dict(Outcome.choices),
    **ASKED_BACK,
}
TONES = {
    State.OFFERED: ("accent", "clock"),
    State.ACKNOWLEDGED: ("accent", "eye"),
    State.WAITLISTED: ("watch", "clock"),
    State.ACCEPTED: ("stable", "check-circle"),
    State.IN_SERVICE: ("stable", "check-circle"),
    State.COMPLETED: ("stable", "check-lg"),
    State.DECLINED: ("watch", "x-circle"),
    State.NOT_COMPLETED: ("watch", "x-circle"),
    State.EXPIRED: ("urgent", "clock"),
    State.REVOKED: ("urgent", "slash-circle"),
}
WAY = (State.OFFERED, State.ACKNOWLEDGED, State.ACCEPTED, State.IN_SERVICE, State.COMPLETED)
NOT_STOPPED = (State.DRAFT, State.WAITLISTED)


def track(state: str) -> list[dict[str, Any]]:
    """The stages: done, current, still to come. Another end, or a side way, stands alone after the offer."""
    if state in WAY:
        here = WAY.index(State(state))
        return [{"label": STATES[s], "done": i < here, "current": i == here} for i, s in enumerate(WAY)]
    now = {"label": STATES[state], "current": True, "stopped": state not in NOT_STOPPED}
    if state == State.DRAFT:
        return [now, *({"label": STATES[s]} for s in WAY)]
    rest = [{"label": STATES[s]} for s in WAY[2:]] if state == State.WAITLISTED else []
    return [{"label": STATES[State.OFFERED], "done": True}, now, *rest]
