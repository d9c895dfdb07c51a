"""The life of a release as one table. Plain Python, no Django.

Budget is spent by `reserve` and never comes back, whatever happens afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a release stands."""

    PLANNED = "planned"
    RESERVED = "reserved"
    MEASURED = "measured"
    PACKAGED = "packaged"
    APPROVED = "approved"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What can happen to a release."""

    RESERVE = "reserve"
    MEASURE = "measure"
    PACKAGE = "package"
    APPROVE = "approve"
    VETO = "veto"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    FAIL = "fail"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Rule:
    """An event leads from some states to one."""

    event: Event
    sources: tuple[State, ...]
    target: State


TABLE: tuple[Rule, ...] = (
    Rule(Event.RESERVE, (State.PLANNED,), State.RESERVED),
    Rule(Event.MEASURE, (State.RESERVED,), State.MEASURED),
    Rule(Event.PACKAGE, (State.MEASURED,), State.PACKAGED),
    Rule(Event.APPROVE, (State.PACKAGED,), State.APPROVED),
    Rule(Event.VETO, (State.PACKAGED, State.APPROVED), State.REFUSED),
    Rule(Event.RELEASE, (State.APPROVED,), State.RELEASED),
    Rule(Event.WITHDRAW, (State.RELEASED,), State.WITHDRAWN),
    Rule(Event.FAIL, (State.RESERVED, State.MEASURED), State.FAILED),
    Rule(
        Event.CANCEL,
        (State.PLANNED, State.RESERVED, State.MEASURED, State.PACKAGED, State.APPROVED),
        State.CANCELLED,
    ),
)

#: States in which a run can be started, or started again after it stopped half-way.
CAN_RUN = (State.PLANNED, State.RESERVED, State.MEASURED)
APPROVERS_NEEDED = 2


class EventRefused(Exception):
    """The table doesn't know this event in this state."""


def target(state: str, event: Event) -> State:
    """The state that `event` leads to. Raises EventRefused."""
    for rule in TABLE:
        if rule.event == event and state in rule.sources:
            return rule.target
    raise EventRefused(event)


def allowed_events(state: str) -> tuple[Event, ...]:
    """What can happen in this state, in the table's order."""
    return tuple(rule.event for rule in TABLE if state in rule.sources)
