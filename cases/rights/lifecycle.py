"""The life of a person's request as one table: who may do what in which state. Plain Python, no Django.

What can't be undone takes a private safety check and a second person; erasing waits sealed for fourteen days, and two
people can end the wait at the person's word. The picture of this table is docs/states/data-request.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    CHECKED = "checked"
    SEALED = "sealed"
    RETURNING = "returning"
    ERASING = "erasing"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Event(StrEnum):
    """What can happen to a request. An erased record leaves no request behind: `erase` ends in nothing."""

    CHECK = "check"
    ANSWER = "answer"
    PURGE = "purge"
    SEAL = "seal"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    ASK_RETURN = "ask_return"
    RETURN = "return"
    WAIT_ON = "wait_on"
    ERASE = "erase"


class Capacity(StrEnum):
    """In what capacity somebody acts; one person may have several.

    `second` is a supervisor who neither wrote the request down nor made the safety check. `other` is anybody who sees
    the sealed request but the one who asked for its return.
    """

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    SECOND = "second"
    SEER = "seer"
    OTHER = "other"
    CLOCK = "clock"


class Guard(StrEnum):
    """A condition beside state and capacity; the actions check it under this name."""

    FREE = "free"
    WORDS = "words"
    NO_HOLD = "no_hold"
    WAIT_OVER = "wait_over"


@dataclass(frozen=True)
class Rule:
    """One row: the event, the kinds it is about, the states it leaves, the one it reaches, who, under what guards."""

    event: Event
    kinds: frozenset[str]
    sources: tuple[State, ...]
    target: State
    who: Capacity
    guards: tuple[Guard, ...] = ()


PLAIN = frozenset({"copy", "correction", "stop_sharing"})
NARRATIVE, ERASING = frozenset({"narrative"}), frozenset({"erasure", "retention"})
GRAVE = NARRATIVE | ERASING
EVERY = PLAIN | GRAVE

OPEN = (State.ASKED, State.CHECKED, State.SEALED, State.RETURNING, State.ERASING)
#: nobody reads the record in these, but the request to end them
HIDING = (State.SEALED, State.RETURNING, State.ERASING)
ENDED = (State.DONE, State.REFUSED, State.TAKEN_BACK)

TABLE: tuple[Rule, ...] = (
    Rule(Event.ANSWER, frozenset({"correction"}), (State.ASKED,), State.DONE, Capacity.WORKER, (Guard.WORDS,)),
    Rule(Event.ANSWER, frozenset({"copy"}), (State.ASKED,), State.DONE, Capacity.SUPERVISOR),
    Rule(Event.CHECK, GRAVE, (State.ASKED, State.CHECKED), State.CHECKED, Capacity.WORKER),
    Rule(Event.PURGE, NARRATIVE, (State.CHECKED,), State.DONE, Capacity.SECOND, (Guard.FREE, Guard.NO_HOLD)),
    Rule(Event.SEAL, ERASING, (State.CHECKED,), State.SEALED, Capacity.SECOND, (Guard.FREE, Guard.NO_HOLD)),
    Rule(Event.REFUSE, EVERY, (State.ASKED, State.CHECKED), State.REFUSED, Capacity.SUPERVISOR, (Guard.WORDS,)),
    Rule(Event.TAKE_BACK, EVERY, (State.ASKED, State.CHECKED), State.TAKEN_BACK, Capacity.WORKER),
    Rule(Event.ASK_RETURN, ERASING, (State.SEALED,), State.RETURNING, Capacity.SEER),
    Rule(Event.RETURN, ERASING, (State.RETURNING,), State.TAKEN_BACK, Capacity.OTHER),
    Rule(Event.WAIT_ON, ERASING, (State.RETURNING,), State.SEALED, Capacity.OTHER),
    Rule(Event.ERASE, ERASING, (State.SEALED,), State.ERASING, Capacity.CLOCK, (Guard.WAIT_OVER, Guard.NO_HOLD)),
)


class WrongState(Exception):
    """The event does not happen in this state."""


class WrongActor(Exception):
    """The event is never this person's on this request."""


def allowed_events(kind: str, state: State, held: frozenset[Capacity]) -> tuple[Event, ...]:
    """The events that somebody with these capacities may raise now, in the table's order."""
    found = (rule.event for rule in TABLE if kind in rule.kinds and state in rule.sources and rule.who in held)
    return tuple(dict.fromkeys(found))


def rule_for(kind: str, state: State, event: Event, held: frozenset[Capacity]) -> Rule:
    """The row for this event now. WrongActor: never theirs; WrongState: not now, or not with this kind."""
    of_kind = [rule for rule in TABLE if rule.event is event and kind in rule.kinds]
    own = [rule for rule in of_kind if rule.who in held]
    if of_kind and not own:
        raise WrongActor(event)
    for rule in own:
        if state in rule.sources:
            return rule
    raise WrongState(event)
