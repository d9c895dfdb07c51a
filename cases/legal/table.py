"""What the lives of proceedings and of authorities' requests share: rows of a table, and two questions to it.

Plain Python, no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In what capacity somebody acts.

    `second` is a supervisor who neither wrote, changed nor proposed it: nobody decides on their own proposal.
    """

    WORKER = "worker"
    SENDER = "sender"
    SECOND = "second"


@dataclass(frozen=True)
class Rule:
    """One row: the event, the states it leaves, the one it reaches, who, under what guards (checked by the actions)."""

    event: StrEnum
    sources: tuple[StrEnum, ...]
    target: StrEnum
    who: Capacity = Capacity.WORKER
    guards: tuple[StrEnum, ...] = ()


class WrongState(Exception):
    """The event does not happen in this state. Carries the events that do, for the same person."""

    def __init__(self, state: StrEnum, allowed: tuple[StrEnum, ...]) -> None:
        super().__init__(f"not possible while {state}")
        self.state = state
        self.allowed = allowed


class WrongActor(Exception):
    """The event is never this person's."""


def allowed_events(table: Sequence[Rule], state: StrEnum, held: frozenset[Capacity]) -> tuple[StrEnum, ...]:
    """The events that somebody with these capacities may raise in this state, in the table's order."""
    found = (rule.event for rule in table if state in rule.sources and rule.who in held)
    return tuple(dict.fromkeys(found))


def rule_for(table: Sequence[Rule], state: StrEnum, event: StrEnum, held: frozenset[Capacity]) -> Rule:
    """The row for this event now. WrongActor: never theirs; WrongState: theirs, but not now."""
    own = [rule for rule in table if rule.event is event and rule.who in held]
    if not own:
        raise WrongActor(event)
    for rule in own:
        if state in rule.sources:
            return rule
    raise WrongState(state, allowed_events(table, state, held))
