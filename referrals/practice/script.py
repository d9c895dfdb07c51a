"""What the practice partner does, by the service that a referral or an enquiry asks for. Plain data, shown to partners.

Like a test card's number, the service decides everything: the same service always goes the same way. Only decisions are
scripted; each is carried out by the ordinary action, and refused where that refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from referrals.enquiry_codes import Answer, Refusal
from referrals.lifecycle import ContactResult, DeclineReason, EndReason, Event, State

PASS_TIME = "pass_time"  # noqa: S105 - the time to decide ends now, and the clock does the rest


@dataclass(frozen=True)
class Step:
    """In this state of the referral the partner does this; `code` is the result, reason or outcome."""

    state: State
    act: str
    code: str = ""

    @property
    def words(self) -> str:
        """As the API and the page tell it."""
        return f"{self.act} {self.code}".strip()


Script = tuple[Step, ...]

SEEN = Step(State.OFFERED, Event.ACKNOWLEDGE)
ACCEPTED = (SEEN, Step(State.ACKNOWLEDGED, Event.ACCEPT))
REACHED = (*ACCEPTED, Step(State.ACCEPTED, Event.RECORD_CONTACT, ContactResult.OK))
WAITS = Step(State.OFFERED, Event.WAITLIST)
TIME_PASSES = Step(State.OFFERED, PASS_TIME)

#: the developer's system sends, the partner receives
RECEIVING: Mapping[str, Script] = {
    "legal_aid": (*REACHED, Step(State.IN_SERVICE, Event.COMPLETE, "given")),
    "medical": REACHED,
    "immigration_relief": (*REACHED, Step(State.IN_SERVICE, Event.END, EndReason.CANNOT_GIVE)),
    "mental_health": (
        *ACCEPTED,
        Step(State.ACCEPTED, Event.RECORD_CONTACT, ContactResult.FAILED),
        Step(State.ACCEPTED, Event.END, EndReason.NOT_REACHED),
    ),
    "crisis_intervention": (*ACCEPTED, Step(State.ACCEPTED, Event.RECORD_CONTACT, ContactResult.UNSAFE)),
    "psychosocial": (*ACCEPTED, Step(State.ACCEPTED, "message", "please_call"), Step(State.ACCEPTED, "handoff")),
    "short_term_housing": (WAITS, Step(State.WAITLISTED, Event.ACCEPT)),
    "long_term_housing": (WAITS,),
    "emergency_shelter": (Step(State.OFFERED, Event.DECLINE, DeclineReason.NO_CAPACITY),),
    "compensation": (SEEN, Step(State.ACKNOWLEDGED, Event.DECLINE, DeclineReason.UNSAFE_HERE)),
    "vocational_training": (TIME_PASSES,),
    "education": (),
}
RECEIVING_ELSE: Script = ACCEPTED

#: the partner sends, because the developer asked it to; their system receives
SENDING: Mapping[str, Script] = {
    "emergency_shelter": (Step(State.ACKNOWLEDGED, Event.WITHDRAW),),
    "medical": (Step(State.ACCEPTED, Event.REVOKE),),
    "compensation": (Step(State.ACCEPTED, Event.ERROR),),
    "psychosocial": (Step(State.ACKNOWLEDGED, "message", "still_wanted"), Step(State.ACCEPTED, "handoff")),
    "vocational_training": (TIME_PASSES,),
}
SENDING_ELSE: Script = ()

#: the developer's system asks: an answer, and the reason of a no
ANSWERS: Mapping[str, tuple[Answer, str]] = {
    "emergency_shelter": (Answer.NO, Refusal.NO_CAPACITY),
    "short_term_housing": (Answer.MAYBE, ""),
    "legal_aid": (Answer.YES, ""),
}


def script_of(service: str, *, receives: bool) -> Script:
    """What the partner does with a referral for this service, as its receiver or its sender."""
    return RECEIVING.get(service, RECEIVING_ELSE) if receives else SENDING.get(service, SENDING_ELSE)


def next_step(script: Script, state: str, done: Iterable[tuple[str, str]]) -> Step | None:
    """The step to take now. `done` are the partner's own acts with their codes, oldest first; others may lie between.

    None when all is done, or while the referral isn't in the state that the step waits for.
    """
    left = list(script)
    for act, code in done:
        if left and left[0].act == act and (act != "message" or left[0].code == code):
            del left[0]
    return left[0] if left and left[0].state == state else None
