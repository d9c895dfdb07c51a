"""The life of a proceeding as one table. Plain Python, no Django. Its picture is docs/states/proceeding.md."""

from __future__ import annotations

from enum import StrEnum

from .table import Rule


class State(StrEnum):
    """Where a proceeding stands."""

    PLANNED = "planned"
    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class Event(StrEnum):
    """What can happen to a proceeding."""

    BEGIN = "begin"
    DECIDE = "decide"
    APPEAL = "appeal"
    CLOSE = "close"
    REOPEN = "reopen"


class Guard(StrEnum):
    """A condition beside the state; the actions check it under this name."""

    OUTCOME = "outcome"
    WORDS = "words"


TABLE: tuple[Rule, ...] = (
    Rule(Event.BEGIN, (State.PLANNED,), State.OPEN),
    Rule(Event.DECIDE, (State.OPEN, State.APPEALED), State.DECIDED, guards=(Guard.OUTCOME,)),
    Rule(Event.APPEAL, (State.DECIDED,), State.APPEALED),
    # a claim may be dropped, settled or withdrawn in any state: with a word on why
    Rule(
        Event.CLOSE,
        (State.PLANNED, State.OPEN, State.DECIDED, State.APPEALED),
        State.CLOSED,
        guards=(Guard.WORDS,),
    ),
    Rule(Event.REOPEN, (State.CLOSED,), State.OPEN, guards=(Guard.WORDS,)),
)
