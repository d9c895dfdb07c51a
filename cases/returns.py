"""The life of a voluntary return as one table. Plain Python; its picture is docs/states/return.md.

The person decides, and may stop it at any time until it is over. Nobody travels before another than the author
approved the newest assessment of the danger.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a return is."""

    CONSIDERED = "considered"
    DECIDED = "decided"
    PREPARED = "prepared"
    TRAVELLING = "travelling"
    ARRIVED = "arrived"
    FOLLOWED_UP = "followed_up"
    STOPPED = "stopped"


class Event(StrEnum):
    """What can happen to it."""

    DECIDE = "decide"
    PREPARE = "prepare"
    DEPART = "depart"
    ARRIVE = "arrive"
    FINISH = "finish"
    STOP = "stop"


UNDER_WAY = frozenset(State) - {State.FOLLOWED_UP, State.STOPPED}
#: while these hold, the danger may be assessed and the assessment approved
BEFORE_TRAVEL = frozenset({State.CONSIDERED, State.DECIDED, State.PREPARED})


@dataclass(frozen=True)
class Rule:
    """One row: the event, from which states it may happen, where it leads, and whether an approval must stand."""

    event: Event
    sources: frozenset[State]
    target: State
    approved: bool = False


TABLE: tuple[Rule, ...] = (
    Rule(Event.DECIDE, frozenset({State.CONSIDERED}), State.DECIDED),
    Rule(Event.PREPARE, frozenset({State.DECIDED}), State.PREPARED),
    Rule(Event.DEPART, frozenset({State.PREPARED}), State.TRAVELLING, approved=True),
    Rule(Event.ARRIVE, frozenset({State.TRAVELLING}), State.ARRIVED),
    Rule(Event.FINISH, frozenset({State.ARRIVED}), State.FOLLOWED_UP),
    Rule(Event.STOP, UNDER_WAY, State.STOPPED),
)


def rule_for(state: State, event: Event) -> Rule | None:
    """The row for this event in this state, if it can happen."""
    return next((rule for rule in TABLE if rule.event is event and state in rule.sources), None)


def events_from(state: State) -> list[Event]:
    """What can happen now, in the order of the table."""
    return [rule.event for rule in TABLE if state in rule.sources]
