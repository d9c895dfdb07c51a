"""The life of a case as one table: what may follow what. Plain Python; its picture is docs/states/case.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where the work stands."""

    INTAKE = "intake"
    SCREENING = "screening"
    ACTIVE = "active"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    CLOSED_BY_REFERRAL = "closed_by_referral"
    REOPENED = "reopened"


class Event(StrEnum):
    """What can happen to a case."""

    SCREEN = "screen"
    SUPPORT = "support"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    REFER_AWAY = "refer_away"
    REOPEN = "reopen"


OPEN = frozenset({State.INTAKE, State.SCREENING, State.ACTIVE, State.FOLLOW_UP, State.REOPENED})
CLOSED = frozenset({State.CLOSED, State.CLOSED_BY_REFERRAL})


@dataclass(frozen=True)
class Rule:
    """One row: the event, from which states it may happen, and where it leads."""

    event: Event
    sources: frozenset[State]
    target: State


TABLE: tuple[Rule, ...] = (
    Rule(Event.SCREEN, frozenset({State.INTAKE, State.REOPENED, State.ACTIVE}), State.SCREENING),
    Rule(Event.SUPPORT, OPEN - {State.ACTIVE}, State.ACTIVE),
    Rule(Event.FOLLOW_UP, OPEN - {State.FOLLOW_UP}, State.FOLLOW_UP),
    Rule(Event.CLOSE, OPEN, State.CLOSED),
    Rule(Event.REFER_AWAY, OPEN, State.CLOSED_BY_REFERRAL),
    Rule(Event.REOPEN, CLOSED, State.REOPENED),
)


class WrongState(Exception):
    """The event can't happen in this state."""


def next_state(state: State, event: Event) -> State:
    """Where the event leads from here. Raises WrongState."""
    for rule in TABLE:
        if rule.event is event and state in rule.sources:
            return rule.target
    raise WrongState(f"{event} in {state}")


def events_from(state: State) -> list[Event]:
    """What can happen now, in the order of the table."""
    return [rule.event for rule in TABLE if state in rule.sources]


def event_towards(state: State, target: State) -> Event:
    """The event that leads from one state to another. Raises WrongState where none does."""
    for rule in TABLE:
        if rule.target is target and state in rule.sources:
            return rule.event
    raise WrongState(f"{state} to {target}")
