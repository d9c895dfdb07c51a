"""The life of a statutory notice as one table: who may do what in which state. Plain Python, no Django.

A notice is never a referral and needs no consent: it stands on a law or on danger, and on a second person. Imminent
danger goes out at once and is looked at afterwards. The picture of this table is docs/states/notice.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    ASKED = "asked"
    APPROVED = "approved"
    SENT = "sent"
    TO_REVIEW = "to_review"
    REVIEWED = "reviewed"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What can happen to a notice."""

    CHANGE = "change"
    ASK = "ask"
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"
    SEAL = "seal"
    SEND = "send"
    SEND_NOW = "send_now"
    REVIEW = "review"
    ANSWER = "answer"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    DESTROY = "destroy"


class Capacity(StrEnum):
    """In what capacity somebody acts on a notice; one person may have several.

    `second` is a supervisor who neither drafted, changed, asked for nor sent it: nobody approves or reviews their own.
    `machine` is the partner system that drafted it.
    """

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    SECOND = "second"
    MACHINE = "machine"


class Guard(StrEnum):
    """A condition beside state and capacity; the actions check it under this name."""

    COMPLETE = "complete"
    IMMINENT_DANGER = "imminent_danger"
    SEALED = "sealed"
    REASON_IF_NEVER_SHARE = "reason_if_never_share"
    WORDS = "words"
    VERDICT = "verdict"


@dataclass(frozen=True)
class Rule:
    """One row of the table: the event, the states it leaves, the one it reaches, who, under what guards."""

    event: Event
    sources: tuple[State, ...]
    target: State
    who: Capacity
    guards: tuple[Guard, ...] = ()


#: nothing went out yet
UNSENT = (State.DRAFT, State.ASKED, State.APPROVED)
#: it went out
TOLD = (State.SENT, State.TO_REVIEW, State.REVIEWED, State.ANSWERED, State.CLOSED)
#: nothing more happens, but that what was told is destroyed
ENDED = (State.CLOSED, State.REFUSED, State.WITHDRAWN)

_REASON = Guard.REASON_IF_NEVER_SHARE

TABLE: tuple[Rule, ...] = (
    Rule(Event.CHANGE, (State.DRAFT,), State.DRAFT, Capacity.WORKER),
    Rule(Event.ASK, (State.DRAFT,), State.ASKED, Capacity.WORKER, (Guard.COMPLETE,)),
    Rule(Event.APPROVE, (State.ASKED,), State.APPROVED, Capacity.SECOND, (_REASON,)),
    Rule(Event.RETURN, (State.ASKED,), State.DRAFT, Capacity.SECOND, (Guard.WORDS,)),
    Rule(Event.REFUSE, (State.ASKED,), State.REFUSED, Capacity.SECOND, (Guard.WORDS,)),
    # opening what will be told, so that exactly this is read out or printed, and kept as told
    Rule(Event.SEAL, (State.DRAFT,), State.DRAFT, Capacity.WORKER, (Guard.IMMINENT_DANGER, Guard.COMPLETE, _REASON)),
    Rule(Event.SEAL, (State.APPROVED,), State.APPROVED, Capacity.WORKER, (_REASON,)),
    Rule(Event.SEND, (State.APPROVED,), State.SENT, Capacity.WORKER, (Guard.SEALED, _REASON)),
    Rule(
        Event.SEND_NOW,
        (State.DRAFT,),
        State.TO_REVIEW,
        Capacity.WORKER,
        (Guard.IMMINENT_DANGER, Guard.COMPLETE, Guard.SEALED, _REASON),
    ),
    Rule(Event.REVIEW, (State.TO_REVIEW,), State.REVIEWED, Capacity.SECOND, (Guard.VERDICT,)),
    Rule(Event.ANSWER, (State.SENT, State.REVIEWED, State.ANSWERED), State.ANSWERED, Capacity.WORKER, (Guard.WORDS,)),
    # an answer doesn't take the review away
    Rule(Event.ANSWER, (State.TO_REVIEW,), State.TO_REVIEW, Capacity.WORKER, (Guard.WORDS,)),
    Rule(
        Event.CLOSE,
        (State.SENT, State.REVIEWED, State.ANSWERED),
        State.CLOSED,
        Capacity.WORKER,
        (Guard.WORDS,),
    ),
    Rule(Event.WITHDRAW, UNSENT, State.WITHDRAWN, Capacity.WORKER),
    Rule(Event.WITHDRAW, (State.DRAFT,), State.WITHDRAWN, Capacity.MACHINE),
    Rule(Event.DESTROY, (State.CLOSED,), State.CLOSED, Capacity.SUPERVISOR, (Guard.WORDS,)),
)


class WrongState(Exception):
    """The event does not happen in this state. Carries the events that do, for the same person."""

    def __init__(self, state: State, allowed: tuple[Event, ...]) -> None:
        super().__init__(f"not possible while {state}")
        self.state = state
        self.allowed = allowed


class WrongActor(Exception):
    """The event is never this person's on this notice."""


def allowed_events(state: State, held: frozenset[Capacity]) -> tuple[Event, ...]:
    """The events that somebody with these capacities may raise in this state, in the table's order."""
    found = (rule.event for rule in TABLE if state in rule.sources and rule.who in held)
    return tuple(dict.fromkeys(found))


def rule_for(state: State, event: Event, held: frozenset[Capacity]) -> Rule:
    """The row for this event now. WrongActor: never theirs; WrongState: theirs, but not now."""
    own = [rule for rule in TABLE if rule.event is event and rule.who in held]
    if not own:
        raise WrongActor(event)
    for rule in own:
        if state in rule.sources:
            return rule
    raise WrongState(state, allowed_events(state, held))
